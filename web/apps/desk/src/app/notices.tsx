import { Notifications } from '@mantine/notifications';
import classes from './shell.module.css';

/** The corner where notices appear. What is told before it has come waits for it. */
export function Notices() {
  return <Notifications className={classes.notices} position="bottom-left" containerWidth={380} limit={4} autoClose={5000} />;
}
