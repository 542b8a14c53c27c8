import type { Message } from '@otklik/api';
import { clockTime } from '@otklik/i18n';
import { lazy, memo, Suspense, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { usePermission } from '~/shared/session';
import { CurrentMatch } from '../finding';
import { DeliveryMark, DeliveryTrouble } from './delivery';
import { TaskMarks } from '~/shared/tasks/task-mark';
import { FormAnswers } from './form-answers';
import { MessageActions } from './message-actions';
import { MessageContent } from './message-content';
import { Quote } from './quote';
import { TranslationBelow } from './translation';
import { Reactions, ReactionTrouble } from './reactions';
import classes from './bubble.module.css';

const DeletedBody = lazy(() => import('./deleted-body'));

interface BubbleProps {
  message: Message;
  side: 'in' | 'out';
  /** The speaker's corner stays sharp on the last bubble of a group. */
  last: boolean;
}

/** What the chat had said by itself before. */
function Greeted({ words }: { words: string }) {
  const { t } = useTranslation('conversation');
  return (
    <span className={classes.quote}>
      <span className={classes.quoteAuthor}>{t('greeting')}</span>
      <span className={classes.quoteText} dir="auto">
        {words}
      </span>
    </span>
  );
}

export const Bubble = memo(function Bubble({ message, side, last }: BubbleProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const current = useContext(CurrentMatch) === message.id;
  const maySeeDeleted = usePermission('conversations.see_deleted');
  const bare = !message.deleted_at && (message.kind === 'sticker' || message.kind === 'video_note');
  return (
    <div className={classes.place} id={`m-${message.id}`} data-seq={message.seq} tabIndex={-1}>
      <div className={classes.line} data-side={side}>
        <div className={classes.bubble} data-side={side} data-note={message.note} data-bare={bare} data-last={last} data-deleted={message.deleted_at !== null} data-wide={message.kind === 'mail'} data-current={current}>
          {message.reply_to ? <Quote author={message.reply_to.author_name} text={message.reply_to.text} target={message.reply_to.id} /> : null}
          {message.greeting && !message.deleted_at ? <Greeted words={message.greeting} /> : null}
          {message.answers.length > 0 && !message.deleted_at ? <FormAnswers answers={message.answers} /> : null}
          {message.deleted_at ? <p className={classes.deletedLabel}>{t('deleted')}</p> : null}
          <MessageContent message={message} />
          <TranslationBelow message={message} />
          {message.deleted_at && maySeeDeleted ? (
            <Suspense fallback={null}>
              <DeletedBody message={message} />
            </Suspense>
          ) : null}
          <span className={classes.foot}>
            {message.edited_at ? <span>{t('edited')}</span> : null}
            <time dateTime={message.sent_at}>{clockTime(new Date(message.sent_at), language)}</time>
            {message.delivery ? <DeliveryMark delivery={message.delivery} /> : null}
          </span>
          <Reactions message={message} />
        </div>
        {message.deleted_at ? null : <MessageActions message={message} />}
      </div>
      <TaskMarks message={message} />
      <ReactionTrouble message={message} />
      {message.delivery ? <DeliveryTrouble message={message} delivery={message.delivery} /> : null}
    </div>
  );
});
