import '@otklik/ui/forms';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './entry.module.css';

export interface Surroundings {
  /** Stands above the form: whose house this is. */
  head: ReactNode;
  /** Stands below it: the choice of language. */
  foot: ReactNode;
}

interface EntryPageProps extends Surroundings {
  title: string;
  lead: string;
  children?: ReactNode;
}

/** One form on an otherwise empty page: for people who have no account yet. */
export function EntryPage({ head, foot, title, lead, children }: EntryPageProps) {
  const { t } = useTranslation('app');
  useEffect(() => {
    document.title = `${title} — ${t('name')}`;
  }, [title, t]);
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        {head}
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.lead}>{lead}</p>
        {children}
      </div>
      <div className={classes.foot}>{foot}</div>
    </main>
  );
}
