import { clockTime, dayLabel } from '@otklik/i18n';
import { Avatar, ChannelBadge } from '@otklik/ui';
import { IconLock, IconRobot } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import type { Block } from './arrange';
import { useAuthorName } from './customer-name';
import { EventLines } from './event-lines';
import { Bubble } from './messages/bubble';
import classes from './thread.module.css';

export const ThreadBlock = memo(function ThreadBlock({ block }: { block: Block }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  if (block.type === 'day') {
    return (
      <h3 className={classes.day}>
        <span>{dayLabel(new Date(block.at), new Date(), language)}</span>
      </h3>
    );
  }
  if (block.type === 'unread') {
    return (
      <div className={classes.unread} data-unread-line="" role="separator">
        <span>{t('newSince', { time: clockTime(new Date(block.at), language) })}</span>
      </div>
    );
  }
  if (block.type === 'events') return <EventLines events={block.events} />;
  return <Group block={block} />;
});

function Group({ block }: { block: Extract<Block, { type: 'group' }> }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const first = block.messages[0];
  const author = useAuthorName(first?.author.name ?? '');
  if (!first) return null;
  const isBot = first.author.kind === 'bot';
  return (
    <div className={classes.group} data-side={block.side}>
      {block.side === 'in' ? (
        <span className={classes.face}>
          <Avatar name={author} size={28} />
        </span>
      ) : null}
      <div className={classes.bubbles}>
        <span className={classes.author}>
          {block.note ? <IconLock size={13} stroke={1.9} aria-hidden="true" /> : null}
          {isBot ? <IconRobot size={14} stroke={1.8} aria-hidden="true" /> : null}
          <span>{author}</span>
          {block.note ? <span>{t('noteLabel')}</span> : null}
          {first.channel && !block.note ? <ChannelBadge channel={first.channel} label={channelName(first.channel, language)} size={14} /> : null}
        </span>
        {block.messages.map((message, index) => (
          <Bubble key={message.id} message={message} side={block.side} last={index === block.messages.length - 1} />
        ))}
      </div>
    </div>
  );
}
