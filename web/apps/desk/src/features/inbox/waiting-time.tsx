import { waited } from '@otklik/i18n';
import { IconClock } from '@tabler/icons-react';
import { useNow } from '~/shared/clock';
import { useLanguage, useWords } from '~/shared/i18n';
import { waitingStep } from './waiting';
import classes from './row.module.css';

/** How long the contact has waited for an answer; all of them tick on one clock. */
export function WaitingTime({ since }: { since: string }) {
  const t = useWords('inbox');
  const start = Date.parse(since);
  const now = useNow(waitingStep(Date.now() - start));
  const text = waited(Math.max(0, now - start), useLanguage());
  return (
    <span className={classes.waiting} title={t('waitingHint')}>
      <IconClock size={12} stroke={2} aria-hidden="true" />
      <span className="visually-hidden">{t('waiting')}</span>
      {text}
    </span>
  );
}
