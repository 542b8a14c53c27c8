import classes from './pane.module.css';
import { ThreadSkeleton } from './thread-skeleton';

/** The geometry of an opened conversation while its code or its data is on the way. */
export function PaneSkeleton() {
  return (
    <section className={classes.pane} aria-busy="true">
      <div className={classes.headerPlace} />
      <ThreadSkeleton />
      <div className={classes.composerPlace} data-opening="" />
    </section>
  );
}
