/** Shapes of the wire: the session and the colleagues. */
import type { ChannelFace } from './contacts';
import type { GroupName } from './conversations';

export type Locale = 'ru' | 'en';
export type Theme = 'light' | 'dark' | 'system';
export type Density = 'comfortable' | 'compact' | 'large';
export type SendKey = 'enter' | 'ctrl_enter';
/** Seconds a reply waits before it leaves, to be taken back; 0 means not at all. */
export type UndoSend = 0 | 5 | 10 | 20;
export type Presence = 'online' | 'busy' | 'break' | 'away' | 'offline';
export type BuiltInRole = 'owner' | 'admin' | 'supervisor' | 'operator';
/** A built-in role, or one of the company's own: `custom:7`. */
export type Role = BuiltInRole | `custom:${number}`;

/** Blocks of the customer's card; an empty order means the usual one. */
export interface CardLayout {
  order: string[];
  folded: string[];
  hidden: string[];
}

/** Saved views as I want them: their order, those I pinned, and those pinned for all that I unpinned. */
export interface ViewLayout {
  order: number[];
  pinned: number[];
  loose: number[];
}

/** How I want a built-in list: its groups, and the facts of its rows; null is as usual. */
export interface ListLook {
  group: GroupName | null;
  columns: string[] | null;
}

export interface Preferences {
  locale: Locale;
  theme: Theme;
  density: Density;
  /** For chats and notes. */
  send_key: SendKey;
  mail_send_key: SendKey;
  undo_send_s: UndoSend;
  shortcuts_enabled: boolean;
  /** Combinations the operator chose, by action; an empty one means no key. */
  keys: Record<string, string>;
  /** Widths in pixels; 0 is the usual one. */
  columns: Columns;
  card: CardLayout;
  /** Moments to put a conversation off to, in words or as `@tomorrow`; none means the usual ones. */
  snooze: string[];
  views: ViewLayout;
  /** By the names of lists. */
  lists: Record<string, ListLook>;
}

export interface Columns {
  views: number;
  list: number;
  contact: number;
}

export interface Operator {
  id: number;
  name: string;
  email: string;
  role: Role;
  /** Given for a role of the company's own. */
  role_name: string | null;
  avatar_url: string | null;
  presence: Presence;
  presence_since: string;
  presence_reason: string | null;
  /** The planned end of a break. */
  presence_until: string | null;
  /** It follows from silence and ends with it; nobody chose it. */
  presence_auto: boolean;
  /** How many conversations at once; null is any number. */
  capacity: number | null;
  /** Their role opens conversations, so that a note may name them. */
  sees_conversations: boolean;
  team_ids: number[];
  open_conversations: number;
  disabled: boolean;
  preferences: Preferences;
}

export interface BreakReason {
  id: number;
  name: string;
  /** How long such a break usually takes. */
  minutes: number | null;
  position: number;
}

export interface Team {
  id: number;
  name: string;
  member_ids: number[];
  open_conversations: number;
  /** Whether its conversations need a topic to close; null: as the company. */
  topic_required: boolean | null;
}

export interface Onboarding {
  steps: { id: 'channel' | 'test_message' | 'invite'; done: boolean }[];
  dismissed: boolean;
}

/** With whose eyes: a role's, or a person's. */
export interface Viewing {
  role: Role;
  role_name: string | null;
  operator_id: number | null;
  operator_name: string | null;
  until: string;
}

/** Of whom the company asks a second factor. */
export type TwoFactorPolicy = 'off' | 'admins' | 'everybody';

export interface Session {
  operator: Operator;
  workspace: {
    id: number;
    name: string;
    locale: Locale;
    time_zone: string;
    demo: boolean;
    reopen_minutes: number;
    /** Nothing is closed without a reason, as long as there are any. */
    reason_required: boolean;
    topic_required: boolean;
    /** After how long a silence an operator is away; 0 is never. */
    away_minutes: number;
    /** After how many offers in a row that ran out an operator is away; 0 is never. */
    missed_offers: number;
    transfer_note_required: boolean;
    transfer_accept_seconds: number;
    two_factor: TwoFactorPolicy;
    hold_unchecked: boolean;
    /** Files that are too large for the antivirus open all the same. */
    open_too_large: boolean;
    onboarding: Onboarding;
  };
  permissions: string[];
  /** I look with other eyes: the permissions are those both have, and nothing can be changed. */
  viewing: Viewing | null;
  /** Blocks of the customer's card that my role does not show. */
  hidden_blocks: string[];
  /** The company asks for a second factor: until it is set up nothing else can be done. */
  factor_due: boolean;
  csrf_token: string;
  /** The place in the log from which the socket goes on. */
  cursor: string;
  undo_seconds: number;
  limits: { file_bytes: number; files_per_message: number; text_max: number };
  /** The channels of this installation, the easiest to connect first. */
  channels: ChannelFace[];
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}
