import { notifications } from '@mantine/notifications';
import type { Message } from '@otklik/api';
import { dateTimeLabel } from '@otklik/i18n';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MessageAction } from '~/shared/actions';
import { useCapabilities } from '~/shared/channels';
import { isWithin } from '~/shared/edit-request';
import { useLanguage } from '~/shared/i18n';
import { tellProblem } from '~/shared/problem-text';
import { setReplyTarget } from '~/shared/reply-target';
import { usePermission, useSession } from '~/shared/session';
import { useStore } from '~/shared/store';
import { taskRequest } from '~/shared/tasks/tasks';
import { hideTranslation, shownTranslations, showTranslation, useTranslates } from '~/shared/translation';
import { markUnread, retryMessage } from '../api';
import { useAuthorName } from '../customer-name';
import { putMessages } from '../live';
import { setPinned } from '../pins';

/** What opens over a message to do something with it. */
export type MessageDialog = 'edit' | 'delete' | 'split' | 'canned' | 'forward' | 'headers';

export interface Deed {
  action: MessageAction;
  run: () => void;
  danger?: boolean;
}

const undelivered = new Set(['failed', 'uncertain']);

/** Everything that can be done with a message now, in order: for its menu, the palette and the keys. */
export function useMessageDeeds(message: Message, open: (dialog: MessageDialog) => void): Deed[] {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const translates = useTranslates();
  const translated = useStore(shownTranslations)[message.id]?.of === message.text;
  const capabilities = useCapabilities(message.channel, message.inbox_id);
  const me = useSession().operator.id;
  const mayReply = usePermission('conversations.reply');
  const author = useAuthorName(message.author.name);
  const own = message.author.kind === 'operator' && message.author.id === me && !message.note;
  const put = (text: string) => void navigator.clipboard.writeText(text).then(() => notifications.show({ message: t('copied') }), tellProblem);
  const retry = () => void retryMessage(message, message.delivery?.status === 'uncertain').catch(tellProblem);
  const client = useQueryClient();
  const pin = (on: boolean) => void setPinned(client, message, on).then((changed) => putMessages(client, [changed]), tellProblem);
  const all: [boolean, MessageAction, () => void][] = [
    [isQuotable(message, capabilities?.reply_to), 'message.quote', () => setReplyTarget(message.conversation_id, { id: message.id, author, text: message.text || t(`kind.${message.kind}`) })],
    [message.text !== '', 'message.copy', () => put(message.text)],
    [message.text !== '', 'message.copyWithAuthor', () => put(`${author}, ${dateTimeLabel(new Date(message.sent_at), new Date(), language)}:\n${message.text}`)],
    [true, 'message.copyLink', () => put(`${window.location.origin}/inbox/all/${message.conversation_id}#m-${message.seq}`)],
    [mayReply && undelivered.has(message.delivery?.status ?? ''), 'message.retry', retry],
    [mayReply && isSaid(message), 'message.forward', () => open('forward')],
    [message.mail?.head ?? false, 'message.headers', () => open('headers')],
    [mayReply && !message.pinned, 'message.pin', () => pin(true)],
    [mayReply && message.pinned, 'message.unpin', () => pin(false)],
    [message.direction === 'in', 'message.unread', () => void markUnread(message.conversation_id, message.seq).catch(tellProblem)],
    [mayReply, 'message.task', () => taskRequest.set({ conversation: message.conversation_id, message: { id: message.id, text: message.text } })],
    [translates && message.text !== '' && !translated, 'message.translate', () => void showTranslation(message, language)],
    [translated, 'message.original', () => hideTranslation(message.id)],
    [message.text !== '', 'message.canned', () => open('canned')],
    // What a channel allows for a while only.
    [own && capabilities?.edit_out === true && isWithin(message, capabilities.edit_out_s), 'message.edit', () => open('edit')],
    [message.seq > 1, 'message.split', () => open('split')],
    [own && capabilities?.delete_out === true && isWithin(message, capabilities.delete_out_s), 'message.delete', () => open('delete')],
  ];
  return all.flatMap(([possible, action, run]) => (possible ? [{ action, run, ...(action === 'message.delete' && { danger: true }) }] : []));
}

export function isQuotable(message: Message, channelQuotes: boolean | undefined): boolean {
  return isSaid(message) && channelQuotes === true;
}

/** It is part of the talk with the customer. */
export function isSaid(message: Message): boolean {
  return !message.note && message.kind !== 'forward' && message.kind !== 'continued';
}
