import { NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { problemText } from '~/shared/problem-text';
import classes from '../parts.module.css';

export interface ReasonForm {
  name: string;
  minutes: number | null;
}

export const emptyReason: ReasonForm = { name: '', minutes: 15 };

const LONGEST_NAME = 60;
const LONGEST_BREAK = 720;

interface ReasonFieldsProps {
  form: ReasonForm;
  error: unknown;
  onChange: (form: ReasonForm) => void;
}

export function ReasonFields({ form, error, onChange }: ReasonFieldsProps) {
  const { t } = useTranslation('admin');
  const errorOf = fieldErrors(error);
  const nameError = errorOf('name') ?? (error && !isAboutFields(error) ? problemText(error) : undefined);
  return (
    <div className={classes.row} style={{ alignItems: 'flex-start' }}>
      <TextInput style={{ flex: '1 1 220px' }} label={t('presence.name')} required withAsterisk={false} maxLength={LONGEST_NAME} value={form.name} error={nameError} onChange={(event) => onChange({ ...form, name: event.currentTarget.value })} />
      <NumberInput
        w={140}
        label={t('presence.minutes')}
        min={1}
        max={LONGEST_BREAK}
        allowDecimal={false}
        value={form.minutes ?? ''}
        error={errorOf('minutes')}
        onChange={(value) => onChange({ ...form, minutes: typeof value === 'number' ? value : null })}
      />
    </div>
  );
}
