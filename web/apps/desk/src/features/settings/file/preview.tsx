import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../parts.module.css';
import type { ImportReport, Outcome } from './reading';

/** What a file would add and change, by name; what stays is only counted. */
export function Preview({ report, children }: { report: ImportReport; children: ReactNode }) {
  const { t } = useTranslation('blueprint');
  const groups = (['created', 'changed'] as const).map((what) => ({ what, items: report.items.filter((one) => one.what === what) })).filter(({ items }) => items.length > 0);
  return (
    <section className={classes.panel} aria-label={t('preview')}>
      {groups.length === 0 ? <p className={classes.lead}>{t('nothing')}</p> : null}
      {groups.map(({ what, items }) => (
        <Fragment key={what}>
          <h3 className={classes.folder}>{`${t(what)}: ${items.length}`}</h3>
          <ul className={classes.list}>
            {items.map((item) => (
              <Line key={`${item.section} ${item.name}`} item={item} />
            ))}
          </ul>
        </Fragment>
      ))}
      {report.left > 0 ? <p className={classes.quiet}>{`${t('left')}: ${report.left}`}</p> : null}
      {children}
    </section>
  );
}

function Line({ item }: { item: Outcome }) {
  const { t } = useTranslation('blueprint');
  const facts = item.changes.map((fact) => t(`what.${fact as 'name'}`)).join(', ');
  return (
    <li>
      <span className={classes.name}>{item.name}</span> <span className={classes.quiet}>· {t(`sections.${item.section}`)}</span>
      {facts ? <div className={classes.quiet}>{t('facts', { facts })}</div> : null}
    </li>
  );
}
