import { Button } from '@mantine/core';
import type { TimelineEntry } from '@otklik/api';
import { numbered, shortStamp } from '@otklik/i18n';
import { ChannelBadge } from '@otklik/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { ratingWords } from '~/shared/rating';
import { useTimeline } from './api';
import classes from './contact.module.css';

/** Earlier conversations of this person, in any channel, newest first. */
export function Timeline({ contact, current }: { contact: number; current?: number | undefined }) {
  const { t } = useTranslation('contact');
  const timeline = useTimeline(contact);
  const entries = (timeline.data?.pages.flatMap((page) => page.items) ?? []).filter((one) => one.conversation.id !== current);
  if (timeline.isSuccess && entries.length === 0) return <p className={classes.minor}>{t('noTimeline')}</p>;
  return (
    <>
      <ul className={classes.list}>
        {entries.map((entry) => (
          <Entry key={entry.conversation.id} entry={entry} />
        ))}
      </ul>
      {timeline.hasNextPage ? (
        <Button size="compact-sm" variant="subtle" loading={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const nameOf = usePersonName();
  const { conversation, messages } = entry;
  const at = conversation.last_message_at;
  const words = messages.filter((one) => one.kind !== 'event').slice(-2);
  return (
    <li>
      <Link className={classes.entry} to="/inbox/$view/$id" params={{ view: 'all', id: String(conversation.id) }}>
        <span className={classes.entryHead}>
          {conversation.channel ? <ChannelBadge channel={conversation.channel} label={channelName(conversation.channel, language)} size={15} /> : null}
          <span className="truncate">{conversation.subject ?? numbered(conversation.id, language)}</span>
          <span className={classes.minor}>{t(`status.${conversation.status}`)}</span>
          <time className={classes.minor}>{shortStamp(new Date(at), new Date(), language)}</time>
        </span>
        {conversation.status === 'resolved' && (entry.reason || entry.topic || entry.rating) ? (
          <span className={classes.entryText}>{[entry.reason, entry.topic, ratingWords(entry.rating?.scale, entry.rating?.score, language)].filter(Boolean).join(' · ')}</span>
        ) : null}
        {words.map((message) => (
          <span key={message.id} className={`${classes.entryText ?? ''} truncate`}>
            {`${message.author.name || nameOf(conversation.contact, conversation.channel)}: ${message.text || t('attachment')}`}
          </span>
        ))}
      </Link>
    </li>
  );
}
