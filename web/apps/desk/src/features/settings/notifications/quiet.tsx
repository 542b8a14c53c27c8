import { Select } from '@mantine/core';
import type { NoticeChoices, WeekSpan } from '@otklik/api';
import { FormField } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { timeZones } from '~/shared/time-zones';
import parts from '../parts.module.css';
import { WeekSpans } from '../week-spans';

const usual: WeekSpan = { days: [1, 2, 3, 4, 5], start: '20:00', end: '09:00' };

interface QuietProps {
  choices: NoticeChoices;
  companyZone: string;
  onChange: (change: Partial<NoticeChoices>) => void;
}

/** Hours without noise, and whose clock they go by. */
export function Quiet({ choices, companyZone, onChange }: QuietProps) {
  const { t } = useTranslation('notifications');
  return (
    <div className={parts.stack}>
      <WeekSpans label={t('quiet.title')} spans={choices.quiet} usual={usual} onChange={(quiet) => onChange({ quiet })} />
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
