import { Button, Chip } from '@mantine/core';
import type { WeekSpan } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import parts from './parts.module.css';
import classes from './week-spans.module.css';

const days = [1, 2, 3, 4, 5, 6, 7];
const MOST = 14;
/** A Monday. */
const MONDAY = Date.UTC(2026, 0, 5);

function dayName(day: number, locale: string, weekday: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(MONDAY + (day - 1) * 86_400_000);
}

interface WeekSpansProps {
  label: string;
  spans: WeekSpan[];
  /** What a new one starts with. */
  usual: WeekSpan;
  onChange: (spans: WeekSpan[]) => void;
}

/** Times of the days of a week, by the clock on a wall. */
export function WeekSpans({ label, spans, usual, onChange }: WeekSpansProps) {
  const { t } = useTranslation('week');
  const put = (place: number, change: Partial<WeekSpan>) => onChange(spans.map((one, at) => (at === place ? { ...one, ...change } : one)));
  return (
    <>
      {spans.length > 0 ? (
        <ul className={parts.list} aria-label={label}>
          {spans.map((one, place) => (
            <Span key={place} span={one} number={place + 1} onChange={(change) => put(place, change)} onRemove={() => onChange(spans.filter((_, at) => at !== place))} />
          ))}
        </ul>
      ) : null}
      <div>
        <Button variant="default" disabled={spans.length >= MOST} onClick={() => onChange([...spans, usual])}>
          {t('add')}
        </Button>
      </div>
    </>
  );
}

interface SpanProps {
  span: WeekSpan;
  number: number;
  onChange: (change: Partial<WeekSpan>) => void;
  onRemove: () => void;
}

function Span({ span, number, onChange, onRemove }: SpanProps) {
  const { t, i18n } = useTranslation('week');
  const toggle = (day: number, on: boolean) => {
    const chosen = on ? [...span.days, day].sort((one, other) => one - other) : span.days.filter((one) => one !== day);
    // The last day stays: hours of no day would be no hours.
    if (chosen.length > 0) onChange({ days: chosen });
  };
  const whole = span.start === span.end;
  return (
    <li className={classes.span}>
      <div className={classes.days} role="group" aria-label={t('days', { number })}>
        {days.map((day) => (
          <Chip key={day} size="xs" checked={span.days.includes(day)} aria-label={dayName(day, i18n.language, 'long')} onChange={(on) => toggle(day, on)}>
            {dayName(day, i18n.language, 'short')}
          </Chip>
        ))}
      </div>
      <div className={classes.hours}>
        <input type="time" className={classes.time} aria-label={t('from', { number })} value={span.start} onChange={(event) => event.currentTarget.value && onChange({ start: event.currentTarget.value })} />
        <span aria-hidden="true">—</span>
        <input type="time" className={classes.time} aria-label={t('to', { number })} value={span.end} onChange={(event) => event.currentTarget.value && onChange({ end: event.currentTarget.value })} />
        <span className={parts.quiet}>{whole ? t('whole') : span.end < span.start ? t('next') : null}</span>
      </div>
      <IconAction label={t('remove', { number })} icon={IconTrash} onClick={onRemove} />
    </li>
  );
}
