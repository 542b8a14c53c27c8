import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowBackUp, IconMoodSmile, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { has, type Chat, type Hand, type PhoneMessage } from './api';
import classes from './bubble.module.css';
import type { Aim } from './phone';
import { reactions } from './samples';

interface BubbleMenuProps {
  chat: Chat;
  message: PhoneMessage;
  hand: Hand;
  onAim: (kind: Aim['kind']) => void;
}

/** Answer, react, change: what a long press gives on a real telephone. */
export function BubbleMenu({ chat, message, hand, onAim }: BubbleMenuProps) {
  const { t } = useTranslation('sandbox');
  const mine = message.reactions['person'] ?? [];
  const react = (emoji: string) => hand.mutate({ verb: 'react', body: { message: message.id, emojis: mine.includes(emoji) ? [] : [emoji] } });
  return (
    <Menu position={message.mine ? 'bottom-end' : 'bottom-start'} width={216}>
      <Menu.Target>
        <ActionIcon className={classes.more} size={26} aria-label={t('messageMenu')}>
          <IconMoodSmile size={16} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {has(chat, 'react') ? (
          <>
            <div className={classes.palette} role="group" aria-label={t('react')}>
              {reactions.map((emoji) => (
                <Menu.Item key={emoji} className={classes.emoji} data-chosen={mine.includes(emoji)} aria-label={t('reactWith', { emoji })} onClick={() => react(emoji)}>
                  {emoji}
                </Menu.Item>
              ))}
            </div>
            <Menu.Divider />
          </>
        ) : null}
        <Menu.Item leftSection={<IconArrowBackUp size={16} stroke={1.7} />} onClick={() => onAim('answer')}>
          {t('answer')}
        </Menu.Item>
        {message.mine && message.text && has(chat, 'edit') ? (
          <Menu.Item leftSection={<IconPencil size={16} stroke={1.7} />} onClick={() => onAim('change')}>
            {t('change')}
          </Menu.Item>
        ) : null}
        {message.mine && chat.can?.includes('erase') ? (
          <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.7} />} onClick={() => hand.mutate({ verb: 'erase', body: { message: message.id } })}>
            {t('erase')}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
