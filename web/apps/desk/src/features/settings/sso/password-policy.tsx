import { Switch } from '@mantine/core';
import { ConfirmDialog, Section } from '@otklik/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import type { Providers } from './wire';

/** Whether anybody but owners may sign in with a password. */
export function PasswordPolicy({ all }: { all: Providers }) {
  const { t } = useTranslation(['sso', 'settings']);
  const [asked, setAsked] = useState(false);
  const save = useDeed({ quiet: true, stale: [keys.providers], run: (password_closed: boolean) => server.put('/sso/policy', { password_closed }), onDone: () => setAsked(false) });
  const set = (closed: boolean) => (closed ? setAsked(true) : save.mutate(false));
  return (
    <Section title={t('policy')}>
      <Switch label={t('policyLabel')} description={t('policyHint')} disabled={!all.editable || save.isPending} checked={all.password_closed} error={save.isError ? problemText(save.error) : undefined} onChange={(event) => set(event.currentTarget.checked)} />
      <Link className={classes.way} to="/settings/$section" params={{ section: 'account' }}>
        {t('settings:sections.account')}
      </Link>
      <ConfirmDialog opened={asked} title={t('policyTitle')} confirm={t('policyConfirm')} cancel={t('cancel')} danger busy={save.isPending} onConfirm={() => save.mutate(true, { onError: () => setAsked(false) })} onClose={() => setAsked(false)}>
        {t('policyText')}
      </ConfirmDialog>
    </Section>
  );
}
