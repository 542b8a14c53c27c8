import { Modal, Text } from '@mantine/core';
import type { Session } from '@otklik/api';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { sessionEnded } from '~/shared/session';
import { useStore } from '~/shared/store';
import { ProviderButtons } from './provider-buttons';
import { SignInForm } from './sign-in-form';

/** Stands over the page when the session has ended: what was typed stays where it is. */
export default function ReloginDialog({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const ended = useStore(sessionEnded);
  const email = client.getQueryData<Session>(keys.session)?.operator.email;
  return (
    <Modal opened={ended} onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title={t('endedTitle')} size="sm">
      <Text c="dimmed" mb="md">
        {t('endedHint')}
      </Text>
      <ProviderButtons next={`${window.location.pathname}${window.location.search}`} />
      <SignInForm
        {...(email && { email })}
        onSignedIn={(session) => {
          client.setQueryData(keys.session, session);
          onSignedIn();
        }}
      />
    </Modal>
  );
}
