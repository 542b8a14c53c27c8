/** Whether channels are well, as the server tells those who look after them. */
import type { ChannelSlug } from './contacts';

/** The same words in both languages. */
export interface Words {
  ru: string;
  en: string;
}

export type HealthState = 'green' | 'paused' | 'amber' | 'red';

export interface HealthReason {
  code: string;
  state: HealthState;
  words: Words;
}

/** A stretch of the ledger of what came in. */
export interface LedgerEntry {
  at: string;
  received: number;
  stored: number;
  repeated: number;
  ignored: number;
  lost: number;
  failed: number;
  messages: number;
  shown: number;
  unshown: number;
}

export interface InboxHealth {
  inbox_id: number;
  channel: ChannelSlug;
  name: string;
  state: HealthState;
  reasons: HealthReason[];
  paused: boolean;
  sandbox: boolean;
  last_in_at: string | null;
  last_out_at: string | null;
  requests_hour: number;
  refusals_hour: number;
  requests_day: number;
  refusals_day: number;
  refused_calls: number;
  waiting: number;
  waiting_since: string | null;
  unprocessed: number;
  unprocessed_since: string | null;
  expires_at: string | null;
  delay_ms: number | null;
  delay_max_ms: number | null;
  day: LedgerEntry;
}

/** An error of the provider in plain words, with its own ones. */
export interface ChannelTrouble {
  id: number;
  at: string;
  what: string;
  detail: string;
  code: string;
  words: Words;
  advice: Words;
}

export interface InboxHealthDetail {
  health: InboxHealth;
  minutes: LedgerEntry[];
  hours: LedgerEntry[];
  troubles: ChannelTrouble[];
}
