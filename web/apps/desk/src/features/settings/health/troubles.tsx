import type { ChannelTrouble } from '@otklik/api';
import { EmptyState } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { Moment } from '../moment';
import parts from '../parts.module.css';

/** The provider's last errors: what happened, what to do, and its own words. */
export function Troubles({ troubles }: { troubles: ChannelTrouble[] }) {
  const { t } = useTranslation('health');
  const language = useLanguage();
  if (troubles.length === 0) return <EmptyState drawing="done" title={t('troubles.none')} />;
  return (
    <ul className={parts.list} aria-label={t('troubles.title')}>
      {troubles.map((trouble) => (
        <li key={trouble.id}>
          <div className={parts.spread}>
            <span className={parts.name}>{trouble.words[language]}</span>
            <span className={`${parts.quiet} ${parts.small}`}>
              <Moment at={trouble.at} />
            </span>
          </div>
          <p className={parts.excerpt}>{trouble.advice[language]}</p>
          <p className={`${parts.quiet} ${parts.mono}`} style={{ margin: 0 }}>
            <span className="visually-hidden">{t('troubles.said')}: </span>
            {trouble.what}: {trouble.detail}
          </p>
        </li>
      ))}
    </ul>
  );
}
