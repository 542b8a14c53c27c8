import { channelFace } from './channel-faces';
import classes from './channel-badge.module.css';

/** Stands for a channel this installation no longer has. */
const TALK = 'M21 14l-3 -3h-7a1 1 0 0 1 -1 -1v-6a1 1 0 0 1 1 -1h9a1 1 0 0 1 1 1v10M14 15v2a1 1 0 0 1 -1 1h-7l-3 3v-10a1 1 0 0 1 1 -1h2';

interface ChannelBadgeProps {
  channel: string;
  /** Spoken name; leave out when the name stands beside the badge. */
  label?: string;
  size?: number;
}

export function ChannelBadge({ channel, label, size = 17 }: ChannelBadgeProps) {
  const face = channelFace(channel);
  const inner = Math.round(size * 0.68);
  return (
    <span className={classes.badge} style={{ width: size, height: size, backgroundColor: face?.colour }} title={label}>
      <svg width={inner} height={inner} viewBox="0 0 24 24" aria-hidden="true">
        <path d={face?.sign ?? TALK} />
      </svg>
      {label ? <span className="visually-hidden">{label}</span> : null}
    </span>
  );
}
