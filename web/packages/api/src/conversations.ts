/** Shapes of the wire: conversations and their messages. */
import type { ButtonSketch, MessageButton, NewButton } from './buttons';
import type { OwnReaction, Poll } from './reactions';
import type { ChannelSlug, Identity } from './contacts';
import type { Draft, DraftMark } from './drafts';
import type { FieldValue, LinkedConversation } from './closing';
import type { LetterRecipients } from './letters';
import type { TemplateChoice } from './templates';

export type ConversationStatus = 'open' | 'pending' | 'snoozed' | 'resolved';
/** Where a snoozed conversation comes back to: its holder, or nobody, in the queue of its team. */
export type SnoozeBack = 'holder' | 'queue';
export type AuthorKind = 'contact' | 'operator' | 'bot' | 'system';

export interface Named {
  id: number;
  name: string;
}

export interface Preview {
  text: string;
  kind: MessageKind;
  author: AuthorKind;
  note: boolean;
}

export type Priority = 'low' | 'normal' | 'high' | 'urgent';

/** A label; `tone` is the number of its colour among the tokens `--tone-0` to `--tone-5`. */
export interface Tag extends Named {
  tone: number;
}

export interface ConversationRow {
  id: number;
  status: ConversationStatus;
  contact: Named & { avatar_url: string | null; vip: boolean; language?: string };
  channel: ChannelSlug | null;
  inbox_id: number | null;
  inbox_name: string | null;
  channels: ChannelSlug[];
  subject: string | null;
  preview: Preview | null;
  last_message_at: string;
  waiting_since: string | null;
  unread: number;
  assignee: Named | null;
  team: Named | null;
  last_seq: number;
  failed: number;
  /** Null of a snoozed one: it waits for the customer alone. */
  snoozed_until: string | null;
  snooze_back: SnoozeBack;
  /** False: a message of the customer does not bring it back before its time. */
  wake_on_reply: boolean;
  priority: Priority;
  spam: boolean;
  /** It came back from being snoozed, and nobody has answered since. */
  returned: boolean;
  /** The customer has written since it was snoozed, and did not bring it back. */
  wrote_asleep: boolean;
  tags: Tag[];
  created_at: string;
  version: number;
  /** Of columns that need more, by their names, where the list was asked for them; pushed rows are without. */
  facts?: Record<string, unknown>;
}

export interface Conversation extends ConversationRow {
  identities: Identity[];
  reply_identity_id: number | null;
  read_seq: number;
  resolved_at: string | null;
  other_conversations: number;
  /** Named with those above it. */
  topic: Named | null;
  /** By the keys of the fields of conversations. */
  fields: Record<string, FieldValue>;
  /** The conversation it belongs to, and those that belong to it. */
  parent: LinkedConversation | null;
  children: LinkedConversation[];
  /** Colleagues who hear how it goes on, whoever holds it. */
  followers: Named[];
}

export interface MergedConversation {
  merge_id: number;
  conversation: Conversation;
}

export interface Counts {
  mine: number;
  unassigned: number;
  waiting: number;
  open: number;
  snoozed: number;
  failed: number;
  spam: number;
  unread_mine: number;
  /** Conversations in which a note names me that I have not read. */
  mentions: number;
  teams: Record<string, number>;
  /** By the number of the saved view; null for one too slow to be counted. */
  saved: Record<string, number | null>;
}

/** What a channel remarks on a message. */
export type MessageNote = 'missing_parts' | 'probable_duplicate' | 'binary' | 'cropped' | 'live' | 'encrypted' | 'signed' | 'calendar' | 'cut' | 'too_many_parts' | 'too_large' | 'unavailable';

export type MessageKind =
  | 'text'
  | 'image'
  | 'album'
  | 'video'
  | 'audio'
  | 'voice'
  | 'video_note'
  | 'animation'
  | 'document'
  | 'sticker'
  | 'location'
  | 'contact'
  | 'mail'
  | 'forward'
  | 'continued'
  | 'buttons'
  | 'poll'
  | 'template'
  | 'button_press'
  | 'event'
  | 'unsupported';

export type MarkKind = 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'pre' | 'link' | 'spoiler' | 'quote';

/** Offsets count code points, not UTF-16 units. */
export interface Mark {
  kind: MarkKind;
  offset: number;
  length: number;
  url?: string | null;
}

export interface Attachment {
  id: number;
  kind: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'video_note' | 'animation' | 'sticker';
  name: string;
  mime: string;
  bytes: number | null;
  width: number | null;
  height: number | null;
  duration_s: number | null;
  state: 'ready' | 'fetching' | 'failed' | 'too_large';
  url: string | null;
  inline: boolean;
  reason: string | null;
  /** What the antivirus says; null without one. */
  scan: 'checking' | 'clean' | 'infected' | 'not_checked' | 'too_large' | null;
  held: boolean;
}

export interface FormAnswer {
  field: string;
  value: string;
}

export interface Upload {
  id: number;
  name: string;
  mime: string;
  bytes: number;
  kind: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';
  width: number | null;
  height: number | null;
  url: string;
}

export interface Bilingual {
  ru: string;
  en: string;
}

export type DeliveryStatus = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain';

export interface Delivery {
  status: DeliveryStatus;
  error: { code: string; detail: Bilingual; provider_code: string | null } | null;
  retry_at: string | null;
}

export interface Mail {
  subject: string | null;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  html: boolean;
  /** Whether its headers were kept as they came. */
  head: boolean;
  folded_text: string | null;
  authentic: 'verified' | 'unverified' | 'failed';
  automatic: null | 'auto_reply' | 'bounce' | 'receipt' | 'list' | 'loop';
  /** The message that a letter of ours passes on. */
  forwards: number | null;
  signature: string | null;
  /** Recipients who did not get it, with the reason. */
  refused: Record<string, string>;
}

/** Somebody whom a note names: an operator, a team, or everybody who is online, whose id is 0. */
export interface Mention {
  kind: 'operator' | 'team' | 'online';
  id: number;
}

/** With the name of then, which stands in the text after an @. */
export interface Mentioned extends Mention {
  name: string;
}

export interface Message {
  id: number;
  conversation_id: number;
  seq: number;
  client_id: string | null;
  kind: MessageKind;
  note: boolean;
  direction: 'in' | 'out' | 'system';
  author: { kind: AuthorKind; id: number | null; name: string };
  inbox_id: number | null;
  channel: ChannelSlug | null;
  identity_id: number | null;
  text: string;
  marks: Mark[];
  mentions: Mentioned[];
  attachments: Attachment[];
  location: { latitude: number; longitude: number; title?: string | null; address?: string | null } | null;
  card: { name: string; phone: string | null; verified: boolean } | null;
  poll: Poll | null;
  sticker: { emoji: string | null } | null;
  template: { name: string; language: string } | null;
  buttons: MessageButton[][];
  reply_to: { id: number; seq: number; author_name: string; text: string } | null;
  mail: Mail | null;
  event: { kind: string; data: Record<string, unknown> } | null;
  reactions: { emoji: string; by: string }[];
  own_reaction: OwnReaction | null;
  pinned: boolean;
  delivery: Delivery | null;
  group_id: string | null;
  /** What the channel had said by itself, and this message answers. */
  greeting: string | null;
  /** What a form had asked before the message. */
  answers: FormAnswer[];
  notes: MessageNote[];
  /** What of it cannot be shown, as the provider calls it. */
  unshown: string;
  sent_at: string;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  version: number;
}

export interface MessagePage {
  items: Message[];
  first_seq: number | null;
  last_seq: number | null;
}

export interface NewMessage {
  client_id: string;
  kind: 'reply' | 'note';
  text?: string;
  /** Whether `**bold**` and its like are meant as signs. */
  formatting?: 'none' | 'signs';
  attachments?: number[];
  reply_to?: number;
  identity_id?: number;
  subject?: string;
  buttons?: NewButton[][];
  seen_seq?: number;
  mail?: LetterRecipients;
  template?: TemplateChoice;
  /** Colleagues and teams whom a note names. */
  mentions?: Mention[];
  /** The draft it was written in, to be emptied with it. */
  draft?: DraftMark;
}

/** A reply that waits before it leaves, or (stopped) waited in vain for the reason named by its code. */
export interface Held {
  id: number;
  conversation_id: number;
  client_id: string;
  /** For a time that was chosen; otherwise for some seconds, to be taken back. */
  scheduled: boolean;
  state: 'waiting' | 'stopped' | 'sent' | 'undone';
  reason: string;
  author: { kind: AuthorKind; id: number | null; name: string };
  text: string;
  subject: string;
  identity_id: number | null;
  mail: LetterRecipients | null;
  attachments: Upload[];
  buttons: ButtonSketch[][];
  reply_to: { id: number; seq: number; author_name: string; text: string } | null;
  resolve: boolean;
  snooze: boolean;
  unless_answered: boolean;
  due_at: string;
  /** Counted from the answer, for clocks that differ. */
  due_in_ms: number;
  message_id: number | null;
  version: number;
  created_at: string;
}

export interface TakenBack {
  held: Held;
  draft: Draft | null;
}

export type SortName = '' | 'waiting' | 'newest' | 'oldest' | 'created' | 'priority';
/** What a list is grouped by. */
export type GroupName = 'status' | 'priority' | 'assignee' | 'team' | 'inbox';

export type ViewScope = 'private' | 'team' | 'shared';

/** A filter somebody keeps; `filter` is its text with the names of today. */
export interface SavedView {
  id: number;
  scope: ViewScope;
  team_id: number | null;
  name: string;
  icon: string;
  filter: string;
  sort: SortName;
  /** What its list is grouped by; null for no groups. */
  group: GroupName | null;
  /** The facts its rows show, in their order; null for the usual ones. */
  columns: string[] | null;
  pinned: boolean;
  position: number;
  changeable: boolean;
  version: number;
}
