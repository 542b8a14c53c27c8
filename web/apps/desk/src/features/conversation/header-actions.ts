import type { Conversation, Priority, Tag } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { useChangeContact, useContact } from '~/shared/contacts';
import { useClosingAsks } from '~/shared/closing/asked';
import type { Closing } from '~/shared/labels';
import type { Nap } from '~/shared/nap';
import { useMutes } from '~/shared/notifications';
import { tellProblem } from '~/shared/problem-text';
import { usePermission, useSession } from '~/shared/session';
import { taskRequest } from '~/shared/tasks/tasks';
import { tellUndoable } from '~/shared/undo-notice';
import { markUnread, useVerb } from './api';

/** What stands open over the header. */
export type Opened = 'transfer' | 'toTeam' | 'merge' | 'link' | 'close' | 'closeNext' | 'macros' | 'tags' | 'priority' | null;

interface Ways {
  onNext: () => void;
  onOpen: (what: Opened) => void;
}

/** Everything the header does, with its undo. */
function useDeeds(conversation: Conversation) {
  const { t } = useTranslation('conversation');
  const verb = useVerb(conversation.id);
  const contact = useChangeContact(conversation.contact.id);
  const ids = (tags: Tag[]) => tags.map((tag) => tag.id);
  const putTags = (tags: Tag[], base: Tag[], onSuccess?: () => void) => verb.mutate({ path: 'tags', tags, body: { tag_ids: ids(tags), base: ids(base) } }, { ...(onSuccess && { onSuccess }) });
  const reopen = () => verb.mutate({ path: 'reopen' });
  const unspam = () => verb.mutate({ path: 'not-spam' });
  const block = (blocked: boolean) => contact.mutate({ blocked }, { onSuccess: () => tellUndoable(t(blocked ? 'blockedNotice' : 'unblockedNotice'), t('undo'), () => contact.mutate({ blocked: !blocked })) });
  return {
    reopen,
    block,
    unspam,
    assignMe: () => verb.mutate({ path: 'assign', body: { operator_id: 'me' } }),
    resolve: (closing: Closing = {}) => verb.mutate({ path: 'resolve', body: closing }, { onSuccess: () => tellUndoable(t('resolvedNotice'), t('undo'), reopen) }),
    snooze: (nap: Nap) => verb.mutate({ path: 'snooze', body: nap }, { onSuccess: () => tellUndoable(t('snoozedNotice'), t('undo'), reopen) }),
    spam: () => verb.mutate({ path: 'spam' }, { onSuccess: () => tellUndoable(t('spamNotice'), t('undo'), unspam, { label: t('spamBlock'), run: () => block(true) }) }),
    setFollowed: (on: boolean) => {
      const put = (to: boolean, onSuccess?: () => void) => verb.mutate({ path: 'followers/me', on: to }, { ...(onSuccess && { onSuccess }) });
      put(on, () => tellUndoable(t(on ? 'followedNotice' : 'unfollowedNotice'), t('undo'), () => put(!on)));
    },
    setTags: (tags: Tag[]) => {
      const before = conversation.tags;
      if (ids(before).sort().join() !== ids(tags).sort().join()) putTags(tags, before, () => tellUndoable(t('tags.done'), t('undo'), () => putTags(before, tags)));
    },
    setPriority: (priority: Priority) => {
      const before = conversation.priority;
      const put = (to: Priority, onSuccess?: () => void) => verb.mutate({ path: 'priority', body: { priority: to } }, { ...(onSuccess && { onSuccess }) });
      if (priority !== before) put(priority, () => tellUndoable(t('priority.done', { priority: t(`event.priorities.${priority}`) }), t('undo'), () => put(before)));
    },
  };
}

/** Offers the actions of an open conversation to buttons, keys and the palette. */
export function useHeaderActions(conversation: Conversation, { onNext, onOpen }: Ways) {
  const me = useSession().operator.id;
  const deeds = useDeeds(conversation);
  const asksMore = useClosingAsks();
  const mayReply = usePermission('conversations.reply');
  const mayBlock = usePermission('contacts.edit');
  const { data: contact } = useContact(conversation.contact.id);
  const { status, spam } = conversation;
  const active = status === 'open' || status === 'pending';
  const mine = conversation.assignee?.id === me;
  const blocked = contact?.blocked ?? null;

  useAction('conversation.assignMe', deeds.assignMe, !mine);
  useAction('conversation.transfer', () => onOpen('transfer'));
  useAction('conversation.toTeam', () => onOpen('toTeam'));
  // What belongs to it and is open is told of in the dialogue.
  const asks = asksMore || conversation.children.some((one) => one.status !== 'resolved');
  useAction('conversation.resolve', () => (asks ? onOpen('close') : deeds.resolve()), status !== 'resolved');
  useAction(
    'conversation.resolveNext',
    () => {
      if (asks) {
        onOpen('closeNext');
        return;
      }
      deeds.resolve();
      onNext();
    },
    status !== 'resolved',
  );
  useAction('conversation.reopen', deeds.reopen, !active);
  useAction('conversation.tags', () => onOpen('tags'));
  useAction('conversation.priority', () => onOpen('priority'));
  useAction('conversation.spam', deeds.spam, !spam);
  useAction('conversation.notSpam', deeds.unspam, spam);
  useAction('conversation.macros', () => onOpen('macros'));
  useAction('conversation.merge', () => onOpen('merge'));
  useAction('conversation.link', () => onOpen('link'), mayReply);
  useAction('conversation.task', () => taskRequest.set({ conversation: conversation.id }), mayReply);
  useAction('conversation.block', () => deeds.block(true), mayBlock && blocked === false);
  useAction('conversation.unblock', () => deeds.block(false), mayBlock && blocked === true);
  const { t } = useTranslation('conversation');
  const mutes = useMutes();
  const muted = mutes.known?.includes(conversation.id) ?? null;
  const setMuted = (on: boolean) => mutes.set(conversation.id, on, () => tellUndoable(t(on ? 'mutedNotice' : 'unmutedNotice'), t('undo'), () => mutes.set(conversation.id, !on)));
  useAction('conversation.mute', () => setMuted(true), muted === false);
  useAction('conversation.unmute', () => setMuted(false), muted === true);
  const followed = conversation.followers.some((one) => one.id === me);
  useAction('conversation.follow', () => deeds.setFollowed(true), !followed);
  useAction('conversation.unfollow', () => deeds.setFollowed(false), followed);
  useAction('conversation.markUnread', () => void markUnread(conversation.id, conversation.last_seq).catch(tellProblem));
  return { deeds, mine, active, muted, followed, blocked: mayBlock ? blocked : null };
}
