import { Button } from '@mantine/core';
import type { Channel } from '@otklik/api';
import { PageHeader } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import type { FullInbox } from '../wire';
import { ChannelCards } from './channel-cards';
import { NewInboxForm } from './new-inbox-form';

interface NewInboxProps {
  onBack: () => void;
  onMade: (inbox: FullInbox) => void;
}

export function NewInbox({ onBack, onMade }: NewInboxProps) {
  const { t } = useTranslation('channels');
  const language = useLanguage();
  const [channel, setChannel] = useState<Channel | null>(null);
  return (
    <>
      <PageHeader
        title={channel ? channelName(channel.slug, language) : t('chooseChannel')}
        hint={t(channel ? 'newHint' : 'chooseHint')}
        actions={
          <Button variant="default" onClick={channel ? () => setChannel(null) : onBack}>
            {t('back')}
          </Button>
        }
      />
      {channel ? <NewInboxForm channel={channel} onMade={onMade} /> : <ChannelCards onChoose={setChannel} />}
    </>
  );
}
