import { useTranslation } from 'react-i18next';
import { useAttributes } from '~/shared/attributes';
import { refusedAddress, type ContactImport, type ContactImportDetail } from './api';
import { ownTargets, type OwnTarget } from './targets';
import classes from './import.module.css';

const counted = ['created', 'updated', 'unchanged', 'refused'] as const;

/** The four numbers of an import: what it will do, or did. */
export function Figures({ one, ahead = false }: { one: ContactImport; ahead?: boolean }) {
  const { t } = useTranslation('people');
  return (
    <dl className={classes.figures}>
      {counted.map((name) => (
        <div key={name} data-bad={name === 'refused' && one.refused > 0}>
          <dt>{t(ahead ? `import.ahead.${name}` : `import.done.${name}`)}</dt>
          <dd>{one[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The first refused rows with their reasons, and all of them as a file to be mended. */
export function Refusals({ one }: { one: ContactImportDetail }) {
  const { t } = useTranslation('people');
  const fields = useAttributes().data ?? [];
  if (one.refusals.length === 0) return null;
  const nameOf = (field: string) => (ownTargets.includes(field as OwnTarget) ? t(`import.targets.${field as OwnTarget}`) : (fields.find((known) => `attributes.${known.key}` === field)?.name ?? field));
  return (
    <section>
      <h2 className={classes.heading}>{t('import.refusals')}</h2>
      <ul className={classes.refusals} aria-label={t('import.refusals')}>
        {one.refusals.map((refusal) => (
          <li key={refusal.row}>
            <span className={classes.fileName}>{t('import.row', { row: refusal.row })}</span> {refusal.reasons.map((reason) => `${nameOf(reason.field)}: ${reason.message}`).join('; ')}
            <span className={classes.sample}>{refusal.cells.filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
      <a className={classes.way} href={refusedAddress(one.id)} download>
        {t('import.download', { count: one.refused })}
      </a>
    </section>
  );
}
