import type { Contact, Visit } from '@otklik/api';
import { dateTimeLabel } from '@otklik/i18n';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { useVisits } from './api-card';
import classes from './contact.module.css';

/** Where on the website the person is, and where they came from. */
export function Visits({ contact }: { contact: Contact }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const { data } = useVisits(contact.id);
  if (!data) return null;
  if (data.length === 0) return <p className={classes.minor}>{t('visits.none')}</p>;
  const when = (at: string) => dateTimeLabel(new Date(at), new Date(), language);
  return (
    <ul className={classes.list}>
      {data.map((one) => (
        <li key={one.id} className={classes.visit}>
          <Address url={one.url} title={one.title} />
          {one.referrer ? (
            <span className={classes.minor}>
              {t('visits.from')} <Address url={one.referrer} title={null} />
            </span>
          ) : null}
          {one.entry ? <span className={classes.minor}>{t('entryPage', { ref: one.entry })}</span> : null}
          {Object.entries(one.utm).map(([name, value]) => (
            <span key={name} className={classes.minor}>{`${name}: ${value}`}</span>
          ))}
          <Pages pages={one.pages.slice(1)} />
          <span className={classes.minor}>{t('visits.seen', { last: when(one.last_seen_at), first: when(one.first_seen_at) })}</span>
        </li>
      ))}
    </ul>
  );
}

/** Where they have been before the page they are on now. */
function Pages({ pages }: { pages: Visit['pages'] }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  if (pages.length === 0) return null;
  return (
    <details className={classes.pages}>
      <summary>{t('visits.pages', { count: pages.length })}</summary>
      <ol>
        {pages.map((one) => (
          <li key={one.at}>
            <Address url={one.url} title={one.title || null} /> <span className={classes.minor}>{dateTimeLabel(new Date(one.at), new Date(), language)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Address({ url, title }: { url: string | null; title: string | null }) {
  const { t } = useTranslation('contact');
  if (!url || !/^https?:/i.test(url)) return <span>{title ?? t('visits.unknown')}</span>;
  return (
    <a className={classes.way} href={url} target="_blank" rel="noreferrer noopener">
      {title ?? url.replace(/^https?:\/\//i, '')}
    </a>
  );
}
