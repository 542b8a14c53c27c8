/** What goes over the desk's socket. */
import type { ConversationRow, Counts, Draft, Message, Notice, Operator, SettledOffer, Tone } from '@otklik/api';

export interface Viewer {
  operator_id: number;
  name: string;
  typing: boolean;
}

export interface Changes {
  type: 'changes';
  /** Where to resume from; only the last frame of a batch names it. */
  cursor?: string;
  conversations?: ConversationRow[];
  messages?: Message[];
  gone?: number[];
}

/** A channel I look after failed, or is well again. */
export interface ChannelNews {
  type: 'channel_news';
  inbox_id: number;
  failing: boolean;
  title: string;
  body: string;
  toast: boolean;
  sound: Tone | null;
}

export type ServerFrame =
  | { type: 'ready'; cursor: string; resync: boolean }
  | Changes
  | { type: 'contacts'; cursor: string; contact_ids: number[] }
  /** How customers are named now in rows and headers. */
  | { type: 'people'; people: ConversationRow['contact'][] }
  | { type: 'operators'; operators: Operator[] }
  /** News of offers to me or by me; the settled ones say how they ended. */
  | { type: 'offers'; settled: SettledOffer[] }
  /** Calls ring on my desk, or do no more. */
  | { type: 'calls' }
  /** A sign of the sound, for the tab that has the call. */
  | { type: 'signal'; call_id: number; tab: string; data: unknown }
  /** Whether my sign of life was taken: the call still runs. */
  | { type: 'beat'; call_id: number; on: boolean }
  | { type: 'inboxes'; inbox_ids: number[] }
  /** Tags or closing reasons changed; `relabelled` when lists show something else by it. */
  | { type: 'labels'; relabelled: boolean }
  | { type: 'teams' | 'workspace' | 'canned_responses' | 'macros' | 'views' | 'attributes' | 'roles' | 'imports' | 'tasks' }
  /** I may do something else than before. */
  | { type: 'rights' }
  | { type: 'bulk'; run_ids: number[] }
  /** What waits to be posted there changed. */
  | { type: 'held'; conversation_ids: number[] }
  | { type: 'counts'; counts: Counts }
  /** One's own, on another page or this one. */
  | { type: 'drafts'; drafts: Draft[] }
  | { type: 'viewers'; conversation_id: number; viewers: Viewer[] }
  /** For how long, unless told again; 0 when the writing has stopped. */
  /** What somebody is writing in a conversation that is open here; of nobody's number, the customer. Empty when they stopped. */
  | { type: 'peek'; conversation_id: number; operator_id: number | null; name: string; text: string; seconds: number }
  | { type: 'contact_typing'; conversation_id: number; seconds: number }
  | ({ type: 'notice' } & Notice)
  /** My choices, mutes or devices changed. */
  | ChannelNews
  | { type: 'notification_settings' }
  | { type: 'pong' };

export type ClientFrame =
  | { type: 'hello'; cursor: string | null }
  | { type: 'watch' | 'unwatch' | 'typing'; conversation_id: number }
  /** Whether this page is shown; what is looked at needs no push. */
  | { type: 'sight'; visible: boolean }
  /** Signs of the call I am in, and that this end of it lives. */
  | { type: 'signal'; call_id: number; data: unknown }
  | { type: 'beat'; call_id: number }
  | { type: 'ping' };
