import { Button, Chip, Select } from '@mantine/core';
import type { NoticeChoices, QuietHours } from '@otklik/api';
import { FormField, IconAction } from '@otklik/ui';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { timeZones } from '~/shared/time-zones';
import parts from '../parts.module.css';
import classes from './notifications.module.css';

const days = [1, 2, 3, 4, 5, 6, 7];
const MOST = 14;
const usual: QuietHours = { days: [1, 2, 3, 4, 5], start: '20:00', end: '09:00' };
/** A Monday. */
const MONDAY = Date.UTC(2026, 0, 5);

function dayName(day: number, locale: string, weekday: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(MONDAY + (day - 1) * 86_400_000);
}

interface QuietProps {
  choices: NoticeChoices;
  companyZone: string;
  onChange: (change: Partial<NoticeChoices>) => void;
}

/** Hours without noise, and whose clock they go by. */
export function Quiet({ choices, companyZone, onChange }: QuietProps) {
  const { t } = useTranslation('notifications');
  const put = (place: number, change: Partial<QuietHours>) => onChange({ quiet: choices.quiet.map((one, at) => (at === place ? { ...one, ...change } : one)) });
  return (
    <div className={parts.stack}>
      {choices.quiet.length > 0 ? (
        <ul className={parts.list} aria-label={t('quiet.title')}>
          {choices.quiet.map((one, place) => (
            <Range key={place} range={one} number={place + 1} onChange={(change) => put(place, change)} onRemove={() => onChange({ quiet: choices.quiet.filter((_, at) => at !== place) })} />
          ))}
        </ul>
      ) : null}
      <div>
        <Button variant="default" disabled={choices.quiet.length >= MOST} onClick={() => onChange({ quiet: [...choices.quiet, usual] })}>
          {t('quiet.add')}
        </Button>
      </div>
      {choices.quiet.length > 0 ? (
        <FormField label={t('quiet.zone')}>
          {(id) => (
            <Select
              id={id}
              w={320}
              maw="100%"
              searchable
              allowDeselect={false}
              value={choices.time_zone}
              data={[{ value: '', label: t('quiet.company', { zone: companyZone.replaceAll('_', ' ') }) }, ...timeZones()]}
              onChange={(zone) => onChange({ time_zone: zone ?? '' })}
            />
          )}
        </FormField>
      ) : null}
    </div>
  );
}

interface RangeProps {
  range: QuietHours;
  number: number;
  onChange: (change: Partial<QuietHours>) => void;
  onRemove: () => void;
}

function Range({ range, number, onChange, onRemove }: RangeProps) {
  const { t, i18n } = useTranslation('notifications');
  const toggle = (day: number, on: boolean) => {
    const chosen = on ? [...range.days, day].sort((one, other) => one - other) : range.days.filter((one) => one !== day);
    // The last day stays: hours of no day would be no hours.
    if (chosen.length > 0) onChange({ days: chosen });
  };
  const whole = range.start === range.end;
  return (
    <li className={classes.range}>
      <div className={classes.days} role="group" aria-label={t('quiet.days', { number })}>
        {days.map((day) => (
          <Chip key={day} size="xs" checked={range.days.includes(day)} aria-label={dayName(day, i18n.language, 'long')} onChange={(on) => toggle(day, on)}>
            {dayName(day, i18n.language, 'short')}
          </Chip>
        ))}
      </div>
      <div className={classes.hours}>
        <input type="time" className={classes.time} aria-label={t('quiet.from', { number })} value={range.start} onChange={(event) => event.currentTarget.value && onChange({ start: event.currentTarget.value })} />
        <span aria-hidden="true">—</span>
        <input type="time" className={classes.time} aria-label={t('quiet.to', { number })} value={range.end} onChange={(event) => event.currentTarget.value && onChange({ end: event.currentTarget.value })} />
        <span className={parts.quiet}>{whole ? t('quiet.whole') : range.end < range.start ? t('quiet.next') : null}</span>
      </div>
      <IconAction label={t('quiet.remove', { number })} icon={IconTrash} onClick={onRemove} />
    </li>
  );
}
