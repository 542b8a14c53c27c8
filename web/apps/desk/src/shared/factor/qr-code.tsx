import { useMemo } from 'react';
import { drawQr } from './qr';
import classes from './factor.module.css';

const QUIET = 4;

/** A QR code drawn here: the secret in it goes to nobody. Nothing where the text is too long for one. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const grid = useMemo(() => drawQr(text), [text]);
  if (!grid) return null;
  const side = grid.length + QUIET * 2;
  const path = grid.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : ''))).join('');
  return (
    <svg className={classes.code} viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} fill="#000" />
    </svg>
  );
}
