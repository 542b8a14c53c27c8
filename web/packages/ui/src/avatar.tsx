import classes from './avatar.module.css';

const TONES = 6;

interface AvatarProps {
  name: string;
  url?: string | null;
  size?: number;
}

/** Initials on one of our own tones; a picture when there is one. Decorative: the name stands beside it. */
export function Avatar({ name, url, size = 36 }: AvatarProps) {
  const style = { width: size, height: size, fontSize: Math.round(size * 0.36) };
  if (url) return <img className={classes.avatar} src={url} alt="" style={style} loading="lazy" />;
  return (
    <span className={classes.avatar} data-tone={tone(name)} style={style} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

export function initials(name: string): string {
  const words = name.replace(/[^\p{L}\p{N}\s]/gu, ' ').split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => [...(word ?? '')][0] ?? '').join('').toLocaleUpperCase() || '?';
}

function tone(name: string): number {
  let sum = 0;
  for (const sign of name) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973;
  return sum % TONES;
}
