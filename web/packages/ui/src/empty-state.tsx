import type { ReactNode } from 'react';
import { LineDrawing, type Drawing } from './line-drawing';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  drawing?: Drawing;
  title: string;
  hint?: string;
  action?: ReactNode;
}

/** Says what is empty, and what to do next with one button. */
export function EmptyState({ drawing = 'tray', title, hint, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <LineDrawing drawing={drawing} />
      <p className={classes.title}>{title}</p>
      {hint ? <p className={classes.hint}>{hint}</p> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  );
}
