import type { ContactHit, MessageHit } from '@otklik/api';
import { bytes, shortStamp } from '@otklik/i18n';
import { Avatar, ChannelBadge } from '@otklik/ui';
import { IconLock, IconPaperclip } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { Marked } from './marked';
import classes from './search.module.css';

/** A found message: a link to its place in the conversation. */
export function MessageResult({ hit, files = false }: { hit: MessageHit; files?: boolean }) {
  const { t } = useTranslation('search');
  const language = useLanguage();
  const name = usePersonName()({ id: hit.contact_id, name: hit.contact_name }, hit.channel);
  const { text, marks, cut_before: before, cut_after: after } = hit.snippet;
  return (
    <Link className={classes.hit} data-stop="" to="/inbox/$view/$id" params={{ view: 'all', id: String(hit.conversation_id) }} hash={`m-${hit.id}`}>
      <Avatar name={name} size={32} />
      <span className={classes.words}>
        <span className={classes.first}>
          <span className={`${classes.name ?? ''} truncate`}>{name}</span>
          {hit.channel ? <ChannelBadge channel={hit.channel} label={channelName(hit.channel, language)} size={14} /> : null}
          {hit.note ? (
            <span className={classes.note}>
              <IconLock size={12} stroke={1.9} aria-hidden="true" />
              {t('note')}
            </span>
          ) : null}
          <time className={classes.when} dateTime={hit.sent_at}>
            {shortStamp(new Date(hit.sent_at), new Date(), language)}
          </time>
        </span>
        {text ? (
          <span className={classes.snippet} dir="auto">
            {hit.direction === 'out' && hit.author_name ? <span className={classes.author}>{`${hit.author_name}: `}</span> : null}
            {before ? '…' : null}
            <Marked text={text} marks={marks} />
            {after ? '…' : null}
          </span>
        ) : null}
        {files || !text ? hit.files.map((file) => (
          <span key={file.id} className={classes.file}>
            <IconPaperclip size={14} stroke={1.8} aria-hidden="true" />
            <span className="truncate">
              <Marked text={file.name || file.mime} marks={file.name ? file.marks : []} />
            </span>
            {file.bytes === null ? null : <span className={classes.when}>{bytes(file.bytes, language)}</span>}
          </span>
        )) : null}
      </span>
    </Link>
  );
}

/** A found person: a link to the conversation that is current or was last. */
export function ContactResult({ hit }: { hit: ContactHit }) {
  const { t } = useTranslation('search');
  const name = usePersonName()(hit, null);
  const body = (
    <>
      <Avatar name={name} size={32} />
      <span className={classes.words}>
        <span className={`${classes.name ?? ''} truncate`}>{name}</span>
        <span className={`${classes.snippet ?? ''} truncate`}>{hit.conversation_id === null ? t('noConversation') : [hit.email, hit.phone].filter(Boolean).join(' · ')}</span>
      </span>
    </>
  );
  if (hit.conversation_id === null) return <div className={classes.hit}>{body}</div>;
  return (
    <Link className={classes.hit} data-stop="" to="/inbox/$view/$id" params={{ view: 'all', id: String(hit.conversation_id) }}>
      {body}
    </Link>
  );
}
