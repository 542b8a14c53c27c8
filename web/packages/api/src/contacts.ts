/** Shapes of the wire: people who write to us and the channels they use. */
import type { Attachment, Bilingual, ConversationRow, Message } from './conversations';

export type ChannelSlug = string;

export interface Identity {
  id: number;
  inbox_id: number;
  channel: ChannelSlug;
  inbox_name: string;
  external_id: string;
  display: string;
  username: string | null;
  verified: 'provider' | 'self' | 'none';
  reachable: boolean;
  unreachable_reason: string | null;
  entry: { kind: string; ref: string | null } | null;
  last_seen_at: string;
  /** A channel's window for replies is counted from here. */
  last_wrote_at: string | null;
  /** The messenger itself keeps the blocked person away. */
  barred: boolean;
  /** What it said when it did not. */
  bar_error: string;
}

export interface Contact {
  id: number;
  name: string;
  avatar_url: string | null;
  phone: string | null;
  email: string | null;
  language: string | null;
  time_zone: string | null;
  company: string | null;
  vip: boolean;
  blocked: boolean;
  attributes: Record<string, AttributeValue>;
  created_at: string;
  version: number;
  identities: Identity[];
  merged_from: number[];
  /** Those that made this contact what it is, the last first: in this order they can be undone. */
  merges: ContactMerge[];
}

export interface ContactMerge {
  id: number;
  contact_id: number;
  name: string;
  reason: string;
  at: string;
}

export type AttributeKind = 'text' | 'long_text' | 'number' | 'date' | 'flag' | 'choice' | 'choices' | 'link' | 'phone' | 'email';

export type AttributeValue = string | number | boolean | string[];

/** A field of the company's own; its values stand in a contact's `attributes` under `key`. */
export interface ContactAttribute {
  id: number;
  key: string;
  name: string;
  kind: AttributeKind;
  choices: string[];
  required: boolean;
  on_card: boolean;
  archived: boolean;
}

export interface ContactNote {
  id: number;
  author_id: number | null;
  author_name: string;
  text: string;
  created_at: string;
  edited_at: string | null;
}

export interface Consent {
  identity_id: number;
  channel: ChannelSlug;
  inbox_name: string;
  source: 'operator' | 'widget' | 'form';
  given: boolean;
  version: string | null;
  by: string | null;
  at: string;
}

/** What a person said of a closed conversation: 1 to 5, whatever the scale. */
export interface Rating {
  id: number;
  conversation_id: number;
  scale: 'faces' | 'thumbs';
  score: number;
  comment: string;
  operator: string | null;
  at: string;
}

export interface Visit {
  id: number;
  inbox_name: string;
  url: string | null;
  title: string | null;
  referrer: string | null;
  entry: string | null;
  utm: Record<string, string>;
  locale: string | null;
  /** The newest first. */
  pages: { url: string; title: string; at: string }[];
  first_seen_at: string;
  last_seen_at: string;
}

export interface ContactFile {
  file: Attachment;
  conversation_id: number;
  from_contact: boolean;
  author: string;
  at: string;
}

export interface TimelineEntry {
  conversation: ConversationRow;
  messages: Message[];
  /** Why it was closed. */
  reason: string | null;
  /** Named with those above it. */
  topic: string | null;
  rating: { scale: string; score: number } | null;
}

export interface Suggestion {
  contact: Contact;
  evidence: { kind: 'email' | 'phone'; value: string; verified: boolean }[];
}

export interface Capabilities {
  text_max: number;
  text_unit: 'chars' | 'utf16' | 'bytes' | 'sms';
  caption_max: number;
  kinds_out: string[];
  kinds_in: string[];
  file_max_bytes: number;
  image_max_bytes: number;
  album_max: number;
  buttons_max: number;
  buttons_per_row: number;
  button_label_max: number;
  reply_to: boolean;
  edit_out: boolean;
  edit_out_s: number;
  delete_out: boolean;
  delete_out_s: number;
  typing_in: boolean;
  typing_out: boolean;
  delivered_in: boolean;
  read_in: boolean;
  edit_in: boolean;
  delete_in: boolean;
  reactions_in: boolean;
  /** What of ours may stand on a message. */
  reactions_out: string[];
  blocked_in: boolean;
  opens_conversation: boolean;
  /** People are addressed by their telephone number. */
  by_phone: boolean;
  /** How long after the customer's last word anybody may write, in seconds; 0 for always. */
  reply_window_s: number;
  /** How long a person may. */
  human_window_s: number;
  templates: boolean;
  block_out: boolean;
  subject: boolean;
  format: string[];
}

export interface ConfigField {
  name: string;
  kind: 'text' | 'secret' | 'number' | 'choice' | 'flag' | 'origins' | 'colour' | 'hours' | 'mailbox';
  required: boolean;
  default: unknown;
  choices: { value: string; label: Bilingual }[];
  min: number | null;
  max: number | null;
  label: Bilingual;
  help: Bilingual;
  /** Folded away on the form: most people never need it. */
  advanced: boolean;
}

/** How a channel is shown. */
export interface ChannelFace {
  slug: ChannelSlug;
  name: Bilingual;
  /** What filters read for it beside the slug; the first is shown in Russian. */
  spellings: string[];
  /** The outline of its sign on a field of 24 × 24. */
  sign: string;
  colour: string;
}

export interface Channel {
  slug: ChannelSlug;
  title: string;
  /** `place`: the smaller, the easier to connect. */
  face: { name: Bilingual; about: Bilingual; place: number };
  grade: string;
  transport: string[];
  /** What to do at the provider's first. */
  steps: Bilingual[];
  fields: ConfigField[];
  capabilities: Capabilities;
  /** What an inbox can do stands with the inbox. */
  varies: boolean;
  /** A sample of what the other side sends can be tried before connecting. */
  reads_samples: boolean;
}

export interface Inbox {
  id: number;
  channel: ChannelSlug;
  name: string;
  status: 'active' | 'paused' | 'failing' | 'setting_up';
  settings: Record<string, unknown>;
  token: string;
  hook_url: string;
  account: { id: string; name: string; username: string | null; expires_at?: string | null; /** Where customers find us. */ link: string } | null;
  public_key: string | null;
  health: {
    last_in_at: string | null;
    last_out_at: string | null;
    last_error: string | null;
    last_error_at: string | null;
    backlog: number;
  };
  team_id: number | null;
  /** Where it varies from inbox to inbox. */
  capabilities?: Capabilities | null;
}
