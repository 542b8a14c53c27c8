import type { Message } from '@otklik/api';
import { clockTime } from '@otklik/i18n';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { UndoMerge } from './undo-merge';
import { otherConversation, useEventText } from './event-text';
import classes from './thread.module.css';

const FOLD_FROM = 3;

/** System lines; a long run of them folds into one. */
export function EventLines({ events }: { events: Message[] }) {
  const { t } = useTranslation('conversation');
  const [open, setOpen] = useState(false);
  const folded = events.length >= FOLD_FROM && !open;
  const shown = folded ? events.slice(-1) : events;
  return (
    <div className={classes.events}>
      {folded ? (
        <button type="button" className={classes.unfold} onClick={() => setOpen(true)}>
          {t('moreEvents', { count: events.length - 1 })}
        </button>
      ) : null}
      {shown.map((message) => (
        <EventLine key={message.id} message={message} />
      ))}
    </div>
  );
}

function EventLine({ message }: { message: Message }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const text = useEventText(message);
  const other = otherConversation(message);
  return (
    <p className={classes.event}>
      <span>{text}</span>{' '}
      {other === null ? null : (
        <Link className={classes.elsewhere} to="/inbox/$view/$id" params={{ view: 'all', id: String(other) }}>
          {t('openOther')}
        </Link>
      )}{' '}
      <UndoMerge message={message} />
      <time dateTime={message.sent_at}>{clockTime(new Date(message.sent_at), language)}</time>
    </p>
  );
}
