import type { InboxHealth } from '@otklik/api';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import parts from '../parts.module.css';
import classes from './health.module.css';

/** Why a channel is not green, the worst first. */
export function Reasons({ health }: { health: InboxHealth }) {
  const { t } = useTranslation('health');
  const language = useLanguage();
  if (health.reasons.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {health.reasons.map((reason) => (
        <li key={reason.code} data-state={reason.state}>
          {reason.words[language]}
          {reason.code === 'unprocessed' ? (
            <>
              {' · '}
              <Link className={parts.way} to="/settings/$section" params={{ section: 'deliveries' }}>
                {t('failedList')}
              </Link>
            </>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
