import type { FormAnswer } from '@otklik/api';
import { IconForms } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './form-answers.module.css';

const named = ['name', 'email', 'phone', 'topic', 'consent'] as const;

/** What the customer wrote into the form that stood before the message. */
export function FormAnswers({ answers }: { answers: FormAnswer[] }) {
  const { t } = useTranslation('conversation');
  const labelOf = (field: string) => {
    const known = named.find((one) => one === field);
    return known ? t(`answers.${known}`) : field;
  };
  return (
    <section className={classes.answers} aria-label={t('answers.title')}>
      <span className={classes.title}>
        <IconForms size={14} stroke={1.8} aria-hidden="true" />
        {t('answers.title')}
      </span>
      <dl>
        {answers.map(({ field, value }) => (
          <div key={field}>
            <dt>{labelOf(field)}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
