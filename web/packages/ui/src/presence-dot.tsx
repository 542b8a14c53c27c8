import classes from './presence-dot.module.css';

interface PresenceDotProps {
  presence: 'online' | 'busy' | 'break' | 'away' | 'offline';
  /** Longer than was planned: a break that is over. */
  late?: boolean;
  label: string;
}

/** Shape tells the state, colour only helps: full, barred, half, ring, thin ring. Without a label the words stand beside it. */
export function PresenceDot({ presence, late = false, label }: PresenceDotProps) {
  const spoken = label ? ({ role: 'img', 'aria-label': label, title: label } as const) : ({ 'aria-hidden': true } as const);
  return <span className={classes.dot} data-presence={presence} {...(late && { 'data-late': true })} {...spoken} />;
}
