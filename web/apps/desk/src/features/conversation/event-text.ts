import type { Message, Priority } from '@otklik/api';
import { playerTime, weekdayTime } from '@otklik/i18n';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { ratingWords } from '~/shared/rating';

const known = ['opened', 'assigned', 'unassigned', 'transferred', 'accepted', 'offered', 'offer_declined', 'offer_declined_back', 'offer_expired', 'offer_expired_back', 'offer_withdrawn', 'resolved', 'reopened', 'snoozed', 'snoozed_reply', 'snoozed_queue', 'snoozed_reply_queue', 'snoozed_through', 'snoozed_through_queue', 'woke', 'woke_queue', 'contact_merged', 'joined_here', 'went_on', 'contact_unmerged', 'moved', 'blocked', 'unblocked', 'bar_failed', 'unbar_failed', 'opted_in', 'opted_out', 'identity_changed', 'entry', 'resolved_for', 'resolved_topic', 'resolved_for_topic', 'rated', 'tagged', 'untagged', 'retagged', 'prioritised', 'spam', 'not_spam', 'merged_here', 'merged_into', 'unmerged', 'split', 'split_from', 'task', 'task_for', 'task_done', 'linked_up', 'linked_down', 'unlinked_up', 'unlinked_down', 'pinned', 'unpinned', 'call_ringing', 'call_active', 'call_by_visitor', 'call_by_operator', 'call_lost', 'call_too_long', 'call_no_answer', 'call_declined', 'call_cancelled', 'call_left', 'call_nobody'] as const;
type KnownEvent = (typeof known)[number];

/** A system line in words; an event this page does not know falls back to the server's text. */
export function useEventText(message: Message): string {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const data = message.event?.data ?? {};
  const kind = finer(message.event?.kind ?? '', data);
  if (!isKnown(kind)) return message.text || kind;
  const actor = message.author.kind === 'operator' ? message.author.name : '';
  const until = typeof data['until'] === 'string' ? weekdayTime(new Date(data['until']), language) : '';
  const rating = ratingWords(data['scale'], data['score'], language);
  const note = textOf(data['note']) || textOf(data['comment']);
  const words = { actor, until, rating, name: nameIn(data), number: otherConversation(message) ?? '', note, ref: textOf(data['ref']), reason: textOf(data['reason']), topic: textOf(data['topic']), title: textOf(data['title']), added: listOf(data['added']), removed: listOf(data['removed']), priority: isPriority(data['priority']) ? t(`event.priorities.${data['priority']}`) : '', words: textOf(data['text']), giver: textOf(data['giver_name']), back: textOf(data['back_name']), seconds: numberOf(data['seconds'] ?? data['answered_s']), lasted: playerTime(Number(data['lasted_s'] ?? 0)) };
  const line = t(actor ? `event.${kind}.by` : `event.${kind}.plain`, words);
  const said = words.note || words.words;
  return said ? `${line}: «${said}»` : line;
}

/** The conversation the line points at: where messages came from or went to. */
export function otherConversation(message: Message): number | null {
  const id = message.event?.data['conversation_id'];
  return typeof id === 'number' ? id : null;
}

/** Some events say one of several things, by what they carry. */
export function finer(kind: string, data: Record<string, unknown>): string {
  if (kind === 'resolved') return `${kind}${textOf(data['reason']) && '_for'}${textOf(data['topic']) && '_topic'}`;
  if (kind === 'call') return `call_${data['how'] === 'hung_up' ? `by_${textOf(data['by'])}` : textOf(data['how']) || textOf(data['state'])}`;
  if (kind === 'task' && textOf(data['name'])) return 'task_for';
  if (kind === 'snoozed') return `${kind}${data['until'] ? (data['through'] ? '_through' : '') : '_reply'}${data['back'] === 'queue' ? '_queue' : ''}`;
  if (kind === 'woke' && data['back'] === 'queue') return 'woke_queue';
  if (kind === 'tagged') return listOf(data['added']) === '' ? 'untagged' : listOf(data['removed']) === '' ? 'tagged' : 'retagged';
  if (kind === 'merged') return 'first_seq' in data ? 'merged_here' : 'merged_into';
  // Offers that fail say with whom it stays.
  if ((kind === 'offer_declined' || kind === 'offer_expired') && data['back_name']) return `${kind}_back`;
  // Merged cards: only that, what follows here, or where the talk went on.
  if (kind !== 'contact_merged' || typeof data['conversation_id'] !== 'number') return kind;
  return 'first_seq' in data ? 'joined_here' : 'went_on';
}

function isPriority(value: unknown): value is Priority {
  return value === 'low' || value === 'normal' || value === 'high' || value === 'urgent';
}

function listOf(value: unknown): string {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(', ') : '';
}

function isKnown(kind: string): kind is KnownEvent {
  return (known as readonly string[]).includes(kind);
}

/** Whom or what the event is about, wherever the server put it. */
function nameIn(data: Record<string, unknown>): string {
  for (const field of ['operator', 'assignee', 'to', 'team', 'contact', 'name']) {
    const value = data[field];
    if (typeof value === 'string') return value;
    if (typeof value === 'object' && value !== null && 'name' in value) return textOf(value.name);
  }
  return textOf(data['operator_name']) || textOf(data['team_name']);
}

function numberOf(value: unknown): number | '' {
  return typeof value === 'number' ? value : '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
