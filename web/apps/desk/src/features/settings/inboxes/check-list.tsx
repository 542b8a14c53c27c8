import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import classes from '../parts.module.css';
import type { Check } from '../wire';

/** What was tried with the provider, step by step; spoken when it comes. */
export function CheckList({ checks }: { checks: Check[] | null | undefined }) {
  const { t } = useTranslation('channels');
  const language = useLanguage();
  return (
    <div aria-live="polite">
      {checks && checks.length > 0 ? (
        <ul className={classes.checks} aria-label={t('checks')}>
          {checks.map((check) => (
            <li key={check.name}>
              <Sign check={check} />
              <span>
                <span className="visually-hidden">{t(check.ok ? (check.doubt ? `checkDoubt.${check.doubt}` : 'checkPassed') : 'checkFailed')} </span>
                {check.detail[language]}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Sign({ check }: { check: Check }) {
  if (!check.ok) return <IconCircleX className={classes.bad} size={18} aria-hidden="true" />;
  if (check.doubt === 'warn') return <IconAlertTriangle className={classes.doubtful} size={18} aria-hidden="true" />;
  if (check.doubt === 'unknown') return <IconHelpCircle className={classes.quiet} size={18} aria-hidden="true" />;
  return <IconCircleCheck className={classes.good} size={18} aria-hidden="true" />;
}
