import { Button, TextInput } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { toField } from '~/shared/snooze-times';
import { readPhrase } from './phrase';
import classes from './when.module.css';

interface CustomTimeProps {
  /** What the button says. */
  set: string;
  onChoose: (at: Date) => void;
}

/** Another time, said in words or chosen by date. */
export function CustomTime({ set, onChoose }: CustomTimeProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const [phrase, setPhrase] = useState('');
  const [date, setDate] = useState('');
  const said = phrase.trim() !== '';
  const at = said ? readPhrase(phrase, new Date()) : fromField(date);
  const future = at !== null && at.getTime() > Date.now();
  const choose = (words: string, day: string) => {
    setPhrase(words);
    setDate(day);
  };
  const hint = future ? weekdayTime(at, language) : t(at ? 'snooze.over' : said ? 'snooze.unclear' : 'snooze.example');
  return (
    <form
      className={classes.custom}
      onSubmit={(event) => {
        event.preventDefault();
        if (future) onChoose(at);
      }}
    >
      <TextInput data-stop label={t('snooze.custom')} value={phrase} maxLength={80} autoComplete="off" onKeyDown={keepKeys} description={<span aria-live="polite">{hint}</span>} inputWrapperOrder={['label', 'input', 'description']} onChange={(event) => choose(event.currentTarget.value, '')} />
      <TextInput type="datetime-local" label={t('snooze.byDate')} value={date} min={toField(new Date())} onKeyDown={keepKeys} onChange={(event) => choose('', event.currentTarget.value)} />
      <Button type="submit" variant="default" disabled={!future}>
        {set}
      </Button>
    </form>
  );
}

/** A menu around it must not take arrows and letters for itself; Escape still closes it. */
function keepKeys(event: KeyboardEvent): void {
  if (event.key !== 'Escape') event.stopPropagation();
}

function fromField(value: string): Date | null {
  return value === '' ? null : new Date(value);
}
