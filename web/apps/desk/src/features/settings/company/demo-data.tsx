import { Button, List } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ConfirmDialog, Section } from '@otklik/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { useDeed, usePutWorkspace } from '../asking';
import classes from '../parts.module.css';

/** Invented customers for a first look: one click fills the desk, another takes everything invented out. */
export function DemoData({ there }: { there: boolean }) {
  const { t } = useTranslation('admin');
  const [asking, setAsking] = useState(false);
  const putWorkspace = usePutWorkspace();
  // Everything on the screen may have changed.
  const stale: string[][] = [[]];
  const fill = useDeed({
    stale,
    run: () => server.post('/workspace/demo'),
    onDone: () => {
      putWorkspace({ demo: true });
      notifications.show({ message: t('demo.filled') });
    },
  });
  const clear = useDeed({
    stale,
    run: () => server.delete('/workspace/demo'),
    onDone: () => {
      setAsking(false);
      putWorkspace({ demo: false });
      notifications.show({ message: t('demo.cleared') });
    },
  });
  return (
    <Section title={t('demo.title')} hint={t(there ? 'demo.thereHint' : 'demo.hint')}>
      <div className={classes.row}>
        {there ? (
          <>
            <Button variant="default" color="red" onClick={() => setAsking(true)}>
              {t('demo.clear')}
            </Button>
            <Link className={classes.way} to="/inbox/$view" params={{ view: 'open' }}>
              {t('demo.look')}
            </Link>
          </>
        ) : (
          <Button variant="default" loading={fill.isPending} onClick={() => fill.mutate(undefined)}>
            {t('demo.fill')}
          </Button>
        )}
      </div>
      <ConfirmDialog opened={asking} title={t('demo.clearTitle')} confirm={t('demo.clear')} cancel={t('cancel')} danger busy={clear.isPending} onConfirm={() => clear.mutate(undefined)} onClose={() => setAsking(false)}>
        <p className={classes.lead}>{t('demo.clearLead')}</p>
        <List size="sm" spacing={4}>
          <List.Item>{t('demo.clearPeople')}</List.Item>
          <List.Item>{t('demo.clearInboxes')}</List.Item>
          <List.Item>{t('demo.clearOperators')}</List.Item>
        </List>
        <p className={classes.lead}>{t('demo.clearRest')}</p>
      </ConfirmDialog>
    </Section>
  );
}
