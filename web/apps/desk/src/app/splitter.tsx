import type { Columns } from '@otklik/api';
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '~/shared/preferences';
import { columnLimits, columnWidth, fitted } from './column-widths';
import classes from './splitter.module.css';

interface SplitterProps {
  column: keyof Columns;
  /** On which edge of its column it stands: what is right of it grows the other way. */
  edge: 'start' | 'end';
  onWidth: (width: number | null) => void;
}

const STEP = 16;

/** Makes a column wider or narrower: by hand, by arrow keys; pressed twice it goes back to the usual width. */
export function Splitter({ column, edge, onWidth }: SplitterProps) {
  const { t } = useTranslation('app');
  const [preferences, change] = usePreferences();
  const width = columnWidth(column, preferences.columns);
  const [grip, setGrip] = useState<{ x: number; width: number } | null>(null);
  const sign = edge === 'end' ? 1 : -1;
  const keep = (next: (now: number) => number) => {
    onWidth(null);
    change(({ columns }) => ({ columns: { ...columns, [column]: next(columnWidth(column, columns)) } }));
  };
  const at = (x: number) => (grip ? fitted(column, grip.width + sign * (x - grip.x)) : width);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setGrip({ x: event.clientX, width });
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    if (grip && Math.abs(event.clientX - grip.x) > 2) keep(() => at(event.clientX));
    setGrip(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    keep((now) => fitted(column, now + sign * by));
  };
  return (
    <div
      className={classes.splitter}
      data-edge={edge}
      data-held={grip !== null}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t(`resize.${column}`)}
      aria-valuenow={width}
      aria-valuemin={columnLimits[column].least}
      aria-valuemax={columnLimits[column].most}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => grip && onWidth(at(event.clientX))}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        setGrip(null);
        onWidth(null);
      }}
      onDoubleClick={() => keep(() => 0)}
      onKeyDown={onKeyDown}
    />
  );
}
