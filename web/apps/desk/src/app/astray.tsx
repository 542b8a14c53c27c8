import { Button } from '@mantine/core';
import { EmptyState } from '@otklik/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './shell.module.css';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation('app');
  const home = (
    <Button component={Link} to="/">
      {t('notFound.home')}
    </Button>
  );
  return (
    <main className={classes.astray} id="main" tabIndex={-1}>
      <EmptyState drawing="search" title={t('notFound.title')} hint={t('notFound.hint')} action={home} />
    </main>
  );
}

/** The role opens no conversations: it is for something else, such as looking after settings. */
export function NoConversations() {
  const { t } = useTranslation('app');
  return (
    <main className={classes.astray} id="main" tabIndex={-1}>
      <EmptyState drawing="done" title={t('noConversations.title')} hint={t('noConversations.hint')} />
    </main>
  );
}

/** A page that fell over: the last resort, above every pane's own. */
export function Fallen() {
  const { t } = useTranslation('app');
  return (
    <main className={classes.astray} id="main" tabIndex={-1} role="alert">
      <EmptyState drawing="plug" title={t('fallen.title')} hint={t('fallen.hint')} action={<Button onClick={() => window.location.reload()}>{t('fallen.again')}</Button>} />
    </main>
  );
}
