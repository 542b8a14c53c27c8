import { Link } from '@tanstack/react-router';
import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { usePermission } from '~/shared/session';
import marks from '../health/health.module.css';
import classes from '../parts.module.css';
import { sayFacts } from './say-facts';
import type { SystemRow } from './wire';

const shapes = { green: IconCircleCheck, amber: IconAlertTriangle, red: IconAlertOctagon };

/** One thing that was looked at: by shape, colour and words. */
export function SystemLine({ row }: { row: SystemRow }) {
  const { t, i18n } = useTranslation('system');
  const language = useLanguage();
  const mayRepair = usePermission('delivery.repair');
  const Shape = shapes[row.state];
  const facts = { ...sayFacts(row.facts, language), oldest: t('seconds', { count: Number(row.facts['oldest_s'] ?? 0) }) };
  // What the installation does without is said in a sentence of its own.
  const place = row.facts['on'] === 0 || row.facts['found'] === 0 ? 'absent' : 'facts';
  const sentence = i18n.exists(`system:${place}.${row.id}`) ? t(`${place as 'facts'}.${row.id as 'database'}`, facts) : null;
  return (
    <li className={classes.lines}>
      <div className={classes.spread}>
        <span className={classes.name}>{t(`rows.${row.id}`)}</span>
        <span className={marks['mark']} data-state={row.state}>
          <Shape size={18} stroke={1.8} aria-hidden="true" />
          {t(`states.${row.state}`)}
        </span>
      </div>
      {sentence ? <span className={classes.quiet}>{sentence}</span> : null}
      {row.wrong ? <span>{t('wrong', { wrong: language === 'ru' ? row.wrong_ru : row.wrong })}</span> : null}
      {row.id === 'jobs' && mayRepair && Number(row.facts['dead']) > 0 ? (
        <Link className={classes.way} to="/settings/$section" params={{ section: 'deliveries' }}>
          {t('deadJobs')}
        </Link>
      ) : null}
    </li>
  );
}
