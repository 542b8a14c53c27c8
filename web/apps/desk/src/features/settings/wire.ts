/** Shapes of the wire that only settings know. */
import type { Inbox, Role, TwoFactorPolicy } from '@otklik/api';

export interface Check {
  name: string;
  ok: boolean;
  detail: { ru: string; en: string };
  /** Nothing is broken, but it wants a look, or cannot be tested from the server. */
  doubt?: '' | 'warn' | 'unknown';
}

export interface Report {
  ok: boolean;
  checks: Check[];
}

export type FullInbox = Inbox & { sandbox?: boolean; checks?: Check[] | null };

export interface LogLine {
  id: number;
  at: string;
  direction: string;
  summary: string;
  ok: boolean;
  detail: string;
}

export type InvitedRole = Exclude<Role, 'owner'>;

export interface Invitation {
  id: number;
  email: string;
  name: string;
  role: InvitedRole;
  role_name: string | null;
  team_ids: number[];
  expires_at: string;
  link: string | null;
}

export interface ApiToken {
  id: number;
  name: string;
  role: Role;
  role_name: string | null;
  prefix: string;
  created_at: string;
  last_used_at: string | null;
}

export interface CreatedToken {
  id: number;
  name: string;
  role: Role;
  token: string;
  prefix: string;
}

export interface Workspace {
  name: string;
  locale: 'ru' | 'en';
  time_zone: string;
  reopen_minutes: number;
  away_minutes: number;
  missed_offers: number;
  transfer_note_required: boolean;
  transfer_accept_seconds: number;
  two_factor: TwoFactorPolicy;
  hold_unchecked: boolean;
  open_too_large: boolean;
  /** Filled with invented customers. */
  demo: boolean;
}

export interface HookCall {
  id: number;
  inbox_id: number;
  received_at: string;
  state: 'recorded' | 'failed' | 'ignored';
  reason: string;
  attempts: number;
  preview: string;
}

export interface DeadJob {
  id: number;
  kind: string;
  at: string;
  attempts: number;
  error: string;
}

export interface AuditLine {
  id: number;
  at: string;
  actor: { kind: string; id: number | null; name: string };
  action: string;
  object: { kind: string; id: number | null };
  detail: Record<string, unknown>;
}

/** What a sample of somebody's JSON is read as. */
export interface SampleRead {
  facts: { event: string; found: Record<string, string> }[];
  faults: { place: string; words: { ru: string; en: string } }[];
  sends: unknown;
}
