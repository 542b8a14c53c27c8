import { Button } from '@mantine/core';
import { EmptyState } from '@otklik/ui';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './shell.module.css';

/** The desk was opened without a line to the server: it says so, and goes on by itself once there is one. */
export function OfflinePage() {
  const { t } = useTranslation('app');
  useEffect(() => {
    const again = () => window.location.reload();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, []);
  return (
    <main className={classes.astray} id="main" tabIndex={-1} role="alert">
      <EmptyState drawing="plug" title={t('offlineStart.title')} hint={t('offlineStart.hint')} action={<Button onClick={() => window.location.reload()}>{t('offlineStart.again')}</Button>} />
    </main>
  );
}
