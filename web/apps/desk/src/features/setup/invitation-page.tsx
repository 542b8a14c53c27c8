import { Button } from '@mantine/core';
import { asProblem, type Locale, type Session } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { EntryPage, type Surroundings } from './entry-page';
import { JoinForm } from './join-form';
import { useLinkToken } from './link-token';

interface InvitationPageProps extends Surroundings {
  onReady: (session: Session) => void;
  onSignIn: () => void;
}

interface InvitationView {
  email: string;
  company: string;
  locale: Locale;
}

/** Where an invitation link leads: a name and a password, and the colleague is in. */
export default function InvitationPage({ head, foot, onReady, onSignIn }: InvitationPageProps) {
  const { t } = useTranslation('setup');
  const token = useLinkToken();
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => server.get<InvitationView>('/invitations/accept', { token }),
    enabled: token !== '',
  });
  const around = { head, foot };
  if (token === '' || (invitation.isError && !asProblem(invitation.error).transient)) {
    return (
      <EntryPage {...around} title={t('invitation.badTitle')} lead={t('invitation.badLead')}>
        <Button variant="default" onClick={onSignIn}>
          {t('done.signIn')}
        </Button>
      </EntryPage>
    );
  }
  if (invitation.isError) {
    return (
      <EntryPage {...around} title={t('invitation.waitTitle')} lead={problemText(invitation.error)}>
        <Button onClick={() => void invitation.refetch()}>{t('again')}</Button>
      </EntryPage>
    );
  }
  if (!invitation.data) return <EntryPage {...around} title={t('invitation.waitTitle')} lead={t('checking')} />;
  const { company, email } = invitation.data;
  return (
    <EntryPage {...around} title={t('invitation.title', { company })} lead={t('invitation.lead')}>
      <JoinForm token={token} email={email} onReady={onReady} />
    </EntryPage>
  );
}
