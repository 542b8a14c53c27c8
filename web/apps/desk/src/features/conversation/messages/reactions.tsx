import type { Message } from '@otklik/api';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { usePermission } from '~/shared/session';
import { useReacting } from '../reacting';
import classes from './reactions.module.css';

/** What stands on a message: the customer's reactions, and ours, which a press takes away. */
export function Reactions({ message }: { message: Message }) {
  const { t } = useTranslation('conversation');
  const own = message.own_reaction;
  const may = usePermission('conversations.reply');
  const { react, busy } = useReacting(message);
  if (message.deleted_at !== null || (message.reactions.length === 0 && !own?.emoji)) return null;
  const title = own ? t('reacting.by', { name: own.by.name }) : '';
  return (
    <ul className={classes.reactions} aria-label={t('reactions')}>
      {message.reactions.map((reaction, index) => (
        <li key={`${reaction.emoji}${index}`} title={t('reacting.customer')}>
          {reaction.emoji}
        </li>
      ))}
      {own?.emoji ? (
        <li data-own="true" data-state={own.state} title={title}>
          {may ? (
            <button type="button" disabled={busy} aria-label={t('reacting.take', { emoji: own.emoji, name: own.by.name })} onClick={() => react(null)}>
              {own.emoji}
            </button>
          ) : (
            own.emoji
          )}
        </li>
      ) : null}
    </ul>
  );
}

/** Why our reaction did not come to stand. */
export function ReactionTrouble({ message }: { message: Message }) {
  const language = useLanguage();
  const error = message.own_reaction?.state === 'failed' ? message.own_reaction.error : null;
  if (!error) return null;
  return (
    <p className={classes.trouble} role="alert">
      <IconAlertTriangle size={14} stroke={1.9} aria-hidden="true" />
      {error.detail[language]}
    </p>
  );
}
