/** What the server says, and what the loader hands over. */
import type { Call } from './api';

export interface Field {
  field: 'name' | 'email' | 'phone';
  required: boolean;
}

export type Lang = 'ru' | 'en';
export type Words = Record<Lang, string>;

export interface Config {
  name: string;
  company: string;
  title: Words;
  greeting: Words;
  /** The sign in the header; empty for the first letter. */
  face: string;
  /** The company's own picture, in place of the sign. */
  logo: string | null;
  logo_alt: Words;
  online: boolean;
  /** Outside the hours: when they begin again. */
  opens: string | null;
  /** What is asked beside the question while nobody is there. */
  away: Field | null;
  position: string;
  pre_chat: Field[];
  consent: { text: Words; url: string; version: string } | null;
  limits: { text: number; file_bytes: number; files: number };
  /** Only people the site vouches for may write. */
  verified_only: boolean;
  /** Operators see what is being written, and the window says so. */
  peeks: boolean;
  /** When visitors may call: never, while somebody is there, or within the hours. */
  calls?: '' | 'online' | 'hours' | 'back';
  /** They may ask to be called back. */
  callback?: boolean;
  /** Asked once a conversation was closed; null where the company does not ask. */
  rating: { scale: 'faces' | 'thumbs'; question: Words; comment: boolean } | null;
}

/** A closing to be rated, with what was said of it so far. */
export interface Ratable {
  closing: number;
  score: number | null;
  comment: string;
}

/** Where the visitor stands among those who wait, and in how many minutes first answers come, if that is known. */
export interface Queue {
  place: number;
  minutes: number | null;
}

/** The loader's side of the same description is `apps/loader/src/site.ts`. */
export interface Site {
  key: string;
  base: string;
  page: boolean;
  lang: Lang;
  config: Config;
  host: HTMLElement;
  root: ShadowRoot;
  button: HTMLButtonElement;
  style: (css: string) => void;
  unread: (count: number) => void;
  /** Put the owner's colours on the page; again when the configuration changed. */
  paint: () => void;
  /** What the chat has said by itself and nobody has answered yet. */
  greeting?: { id: number; text: string } | null;
  /** Answers instead of the server where nothing may reach it: the preview of the settings. */
  call?: Call;
}

export interface Mark {
  kind: string;
  offset: number;
  length: number;
  url?: string | null;
}

export interface Attachment {
  id: number | string;
  kind: string;
  name: string;
  mime: string;
  bytes: number | null;
  width: number | null;
  height: number | null;
  url: string | null;
  state: string;
}

export interface Button {
  title: string;
  payload?: string | null;
  url?: string | null;
  pressed?: boolean;
}

export interface Message {
  id: number;
  /** Position in the visitor's stream: increases, has gaps. */
  seq: number;
  client_id: string | null;
  from: 'visitor' | 'operator' | 'bot' | 'system';
  author: { name: string; avatar_url: string | null } | null;
  at: string;
  text: string;
  marks: Mark[];
  attachments: Attachment[];
  buttons: Button[][];
  /** What the company has put on it. */
  reaction?: string | null;
  reply_to: { id: number; text: string } | null;
  edited: boolean;
  deleted: boolean;
  status: string | null;
  via?: string | null;
  /** What the chat had said by itself, and this message answered. */
  greeting?: string;
}

/** Not confirmed by the server yet; `fault` stops the automatic attempts. */
export interface Waiting {
  fault?: string;
  greeting?: number | undefined;
  button?: { message_id: number; payload: string } | undefined;
}

export interface Shown extends Message {
  wait?: Waiting | undefined;
}

export interface Profile {
  name?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  consent_version?: string;
  attributes?: Record<string, string> | undefined;
}

/** Whom the site says it is: a signed token, or a function that fetches one; or an id with its digest. */
export interface Identity {
  token?: string | (() => string | Promise<string>);
  user_id?: string;
  user_hash?: string;
}

export interface Session {
  token: string;
  /** Empty while the site vouches for nobody. */
  user_id: string;
  profile: { name: string; email: string; phone: string };
  messages: Message[];
  operator_seen_seq: number;
  rating: Ratable | null;
}

export type Frame =
  | { type: 'ready' | 'pong' | 'down' }
  | { type: 'messages'; items: Message[] }
  | { type: 'typing'; name: string; on: boolean }
  | { type: 'read'; seq: number }
  | { type: 'state'; online: boolean; opens: string | null; operator: { name: string; avatar_url: string | null } | null; rating?: Ratable | null; queue?: Queue | null };
