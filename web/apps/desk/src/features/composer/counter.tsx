import type { Capabilities } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { ALONE, JOINED, measureSms } from '~/shared/sms';
import classes from './composer.module.css';

interface CounterProps {
  text: string;
  /** None in a note, which has no limit of a channel. */
  capabilities: Capabilities | null;
  /** How many signs are left, where that is to be said. */
  left: number | null;
}

/** What a text costs: of short messages the parts that are paid for, elsewhere the signs that are left near the end. */
export function Counter({ text, capabilities, left }: CounterProps) {
  const { t } = useTranslation('composer');
  const over = left !== null && left < 0;
  if (capabilities?.text_unit === 'sms' && text.trim() && !over) return <Parts text={text.trim()} />;
  return (
    <span className={classes.counter} data-over={over} role="status">
      {left === null ? '' : t('left', { count: left })}
    </span>
  );
}

function Parts({ text }: { text: string }) {
  const { t } = useTranslation('composer');
  const { alphabet, parts, room } = measureSms(text);
  return (
    <span className={classes.counter} title={t(`sms.${alphabet}`, { alone: ALONE[alphabet], joined: JOINED[alphabet] })}>
      {t('sms.parts', { parts, room })}
    </span>
  );
}
