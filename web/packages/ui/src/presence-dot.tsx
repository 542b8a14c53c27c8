import classes from './presence-dot.module.css';

interface PresenceDotProps {
  presence: 'online' | 'away' | 'offline';
  label: string;
}

/** Shape tells the state, colour only helps. */
export function PresenceDot({ presence, label }: PresenceDotProps) {
  return <span className={classes.dot} data-presence={presence} role="img" aria-label={label} title={label} />;
}
