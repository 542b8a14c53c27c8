import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
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
              {check.ok ? <IconCircleCheck className={classes.good} size={18} aria-hidden="true" /> : <IconCircleX className={classes.bad} size={18} aria-hidden="true" />}
              <span>
                <span className="visually-hidden">{check.ok ? t('checkPassed') : t('checkFailed')} </span>
                {check.detail[language]}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
