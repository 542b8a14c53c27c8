import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowBackUp, IconMoodSmile, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Hand, PhoneMessage } from './api';
import classes from './bubble.module.css';
import type { Aim } from './phone';
import { reactions } from './samples';

interface BubbleMenuProps {
  message: PhoneMessage;
  hand: Hand;
  onAim: (kind: Aim['kind']) => void;
}

/** Answer, react, change: what a long press gives on a real telephone. */
export function BubbleMenu({ message, hand, onAim }: BubbleMenuProps) {
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
        <div className={classes.palette} role="group" aria-label={t('react')}>
          {reactions.map((emoji) => (
            <Menu.Item key={emoji} className={classes.emoji} data-chosen={mine.includes(emoji)} aria-label={t('reactWith', { emoji })} onClick={() => react(emoji)}>
              {emoji}
            </Menu.Item>
          ))}
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconArrowBackUp size={16} stroke={1.7} />} onClick={() => onAim('answer')}>
          {t('answer')}
        </Menu.Item>
        {message.mine && message.text ? (
          <Menu.Item leftSection={<IconPencil size={16} stroke={1.7} />} onClick={() => onAim('change')}>
            {t('change')}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
