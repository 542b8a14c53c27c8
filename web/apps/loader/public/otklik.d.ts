/**
 * The website chat of Otklik, as a page talks to it: `otklik('open')`.
 *
 * Save this file beside your own types, or name its address in a comment `/// <reference path="…/otklik.d.ts" />`.
 * Calls made before the chat has loaded wait in their order when the page holds this line:
 *
 *     window.otklik = window.otklik || function () { (otklik.q = otklik.q || []).push(arguments); };
 */

/** Who the visitor is, proved by your server: a signed token of an hour at most, or a function that fetches one. */
export interface ProvedByToken {
  token: string | (() => string | Promise<string>);
}

/** The same by a digest: HMAC-SHA256 of the id, in hex. Proves the id and nothing beside it. */
export interface ProvedByDigest {
  user_id: string;
  user_hash: string;
}

/** Who the visitor says they are; proves nothing. */
export interface Said {
  name?: string;
  email?: string;
  phone?: string;
}

export interface Events {
  /** The window was opened. */
  open: undefined;
  opened: undefined;
  /** The window was closed. */
  close: undefined;
  closed: undefined;
  /** An answer came; in `data-mode="frame"` without its text. */
  message: { from: 'operator' | 'bot' | 'system'; text?: string };
  /** How many answers nobody has looked at. */
  unread: number;
  /** The proof was taken, or why it was not. */
  identity: { verified: true; user_id: string } | { verified: false; user_id?: string; reason?: string };
  /** The visitor rated a closed conversation: 1 to 5. */
  rated: { score: number };
}

export interface Commands {
  open: [];
  close: [];
  toggle: [];
  /** Take the button away; bring it back. */
  hide: [];
  show: [];
  /** Open the window, with words in the field if some are given; they are not sent. */
  startConversation: [text?: string];
  message: [text: string];
  prefill: [text: string];
  identify: [who: ProvedByToken | (ProvedByDigest & Said) | Said];
  /** Up to 20 facts for the operator: lower-case Latin names, values up to 200 characters. */
  set: [attributes: Record<string, string | number | boolean>];
  /** Whether the visitor consents to being greeted, where the chat waits for it; false takes it back. Not kept: say it on each page. */
  consent: [given: boolean];
  /** Forget this visitor: call it when they sign out. */
  reset: [];
}

type Listen = { [Name in keyof Events]: [name: Name, listener: (detail: Events[Name]) => void] }[keyof Events];
type Unlisten = { [Name in keyof Events]: [name: Name, listener?: (detail: Events[Name]) => void] }[keyof Events];

export interface Otklik {
  <Name extends keyof Commands>(command: Name, ...values: Commands[Name]): void;
  (command: 'on', ...values: Listen): void;
  /** Without a listener all of the event go. */
  (command: 'off', ...values: Unlisten): void;
  /** True once the loader is here. */
  loaded?: boolean;
}

declare global {
  var otklik: Otklik;
}
