import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Conversation, Message } from '@otklik/api';
import { ChannelBadge } from '@otklik/ui';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { addressName } from '~/shared/person-name';
import { tellProblem } from '~/shared/problem-text';
import { useConversation } from '../api';

interface OtherWaysProps {
  message: Message;
  onChoose: (identity: number) => void;
}

/** The customer's other addresses, for what did not arrive at the one it went to. */
export function OtherWays({ message, onChoose }: OtherWaysProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const { data: conversation } = useConversation(message.conversation_id);
  const others = openTo(conversation, message.identity_id);
  if (others.length === 0) return null;
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button size="compact-xs" variant="default" rightSection={<IconChevronDown size={12} stroke={2} aria-hidden="true" />}>
          {t('delivery.elsewhere')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map((one) => (
          <Menu.Item key={one.id} leftSection={<ChannelBadge channel={one.channel} size={15} />} onClick={() => onChoose(one.id)}>
            {[channelName(one.channel, language), addressName(one) || one.inbox_name].join(' · ')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function openTo(conversation: Conversation | undefined, but: number | null) {
  return conversation?.identities.filter((one) => one.reachable && one.id !== but) ?? [];
}

export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation('conversation');
  const copy = () => void navigator.clipboard.writeText(text).then(() => notifications.show({ message: t('copied') }), tellProblem);
  return (
    <Button size="compact-xs" variant="default" onClick={copy}>
      {t('delivery.copy')}
    </Button>
  );
}
