import { Button } from '@mantine/core';
import type { Session } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { EntryPage, type Surroundings } from './entry-page';
import { useLinkToken } from './link-token';
import { OwnerForm } from './owner-form';
import classes from './entry.module.css';

interface SetupPageProps extends Surroundings {
  onReady: (session: Session) => void;
  onSignIn: () => void;
}

/** The first page of a new installation: its owner and company. */
export default function SetupPage({ head, foot, onReady, onSignIn }: SetupPageProps) {
  const { t } = useTranslation('setup');
  const token = useLinkToken();
  const state = useQuery({ queryKey: ['setup'], queryFn: () => server.get<{ needed: boolean }>('/setup') });
  const around = { head, foot };
  if (state.isError) {
    return (
      <EntryPage {...around} title={t('owner.title')} lead={problemText(state.error)}>
        <Button onClick={() => void state.refetch()}>{t('again')}</Button>
      </EntryPage>
    );
  }
  if (!state.data) return <EntryPage {...around} title={t('owner.title')} lead={t('checking')} />;
  if (!state.data.needed) {
    return (
      <EntryPage {...around} title={t('done.title')} lead={t('done.lead')}>
        <Button onClick={onSignIn}>{t('done.signIn')}</Button>
      </EntryPage>
    );
  }
  if (!token) {
    return (
      <EntryPage {...around} title={t('noToken.title')} lead={t('noToken.lead')}>
        <p className={classes.lead}>{t('noToken.where')}</p>
      </EntryPage>
    );
  }
  return (
    <EntryPage {...around} title={t('owner.title')} lead={t('owner.lead')}>
      <OwnerForm token={token} onReady={onReady} />
    </EntryPage>
  );
}
