/** Unsent text: kept in this browser first, per conversation and tab, until it is sent; `draft-sync` takes it to the server. */
import type { ButtonSketch, Draft as ServerDraft, DraftBrief, DraftMark, LetterRecipients, Upload } from '@otklik/api';
import { useSyncExternalStore } from 'react';
import { forget, keep, keptNames, recall } from './kept';
import { pageId } from './page-id';

export type DraftTab = 'reply' | 'note';

export interface ReplyTarget {
  id: number;
  author: string;
  text: string;
}

export interface DraftContent {
  text: string;
  subject?: string | undefined;
  identity?: number | undefined;
  reply?: ReplyTarget | undefined;
  /** To whom a letter goes and what stands below it, once that was chosen. */
  mail?: LetterRecipients | undefined;
  files?: Upload[] | undefined;
  buttons?: ButtonSketch[][] | undefined;
  /** The text that lost against this one, to be taken back. */
  other?: string | undefined;
}

export interface Draft extends DraftContent {
  at: number;
  /** Grows with every state that was sent to the server or came from it. */
  revision: number;
  /** The last revision the server is known to hold. */
  base: number;
  /** Holds what the server has not taken yet. */
  dirty: boolean;
  /** Whether the other text was taken or put away here, so that the server must hear of it. */
  otherChanged?: boolean | undefined;
}

const SAVE_MS = 400;
const TOMBSTONE_MS = 7 * 24 * 3_600_000;
const PREVIEW = 160;
const START = 'draft.';
const tabs = ['reply', 'note'] as const;
const nothing: Draft = { text: '', at: 0, revision: 0, base: 0, dirty: false };

const listeners = new Set<() => void>();
const writeListeners = new Set<(name: string) => void>();
const held = new Map<string, Draft | null>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
let briefs = new Map<string, { revision: number; preview: string }>();

export const draftName = (conversation: number, tab: string) => `${START}${conversation}.${tab}`;

export const isFilled = (draft: DraftContent | null | undefined) => !!draft && (draft.text.trim() !== '' || (draft.files?.length ?? 0) > 0 || (draft.buttons?.length ?? 0) > 0);

/** What is held under a name, an emptied draft as well. */
export function heldDraft(name: string): Draft | null {
  if (!held.has(name)) {
    const kept = recall(name) as (Partial<Draft> & { text: string }) | null;
    // What an older release kept has never been on the server.
    held.set(name, kept && { ...nothing, dirty: kept.revision === undefined, ...kept });
  }
  return held.get(name) ?? null;
}

export function readDraft(conversation: number, tab: DraftTab): Draft | null {
  const draft = heldDraft(draftName(conversation, tab));
  return isFilled(draft) ? draft : null;
}

/** Remembers at once for the screen, and in the storage when typing pauses. */
export function writeDraft(conversation: number, tab: DraftTab, part: Partial<DraftContent>): void {
  const name = draftName(conversation, tab);
  const before = heldDraft(name) ?? nothing;
  const next: Draft = { ...before, ...part, at: Date.now() };
  next.dirty = isFilled(next) || before.dirty || isFilled(before);
  if (!isFilled(next)) next.other = undefined;
  else if ('other' in part) next.otherChanged = true;
  putDraft(name, next);
  if (next.dirty) writeListeners.forEach((tell) => tell(name));
}

/** Empties a draft whose message goes out; the answer tells the server which state of it to drop. */
export function takeDraft(conversation: number, tab: DraftTab): DraftMark {
  const name = draftName(conversation, tab);
  const { identity, base, ...before } = heldDraft(name) ?? nothing;
  const revision = Math.max(before.revision, base) + 1;
  putDraft(name, { ...nothing, identity, base, revision, at: Date.now() });
  return { revision, device: pageId };
}

export function putDraft(name: string, draft: Draft): void {
  held.set(name, draft);
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(() => save(name), SAVE_MS));
  listeners.forEach((tell) => tell());
}

/** Saves what has not been saved yet: the page is going away. */
export function flushDrafts(): void {
  for (const name of [...timers.keys()]) save(name);
}

function save(name: string): void {
  clearTimeout(timers.get(name));
  timers.delete(name);
  const draft = held.get(name);
  if (draft && (isFilled(draft) || draft.revision > 0 || draft.dirty)) keep(name, draft);
  else forget(name);
}

export function dropDrafts(): void {
  timers.forEach((timer) => clearTimeout(timer));
  timers.clear();
  held.clear();
  briefs = new Map();
}

/** Calls with the name of every draft that is written here. */
export function onDraftWritten(tell: (name: string) => void): () => void {
  writeListeners.add(tell);
  return () => writeListeners.delete(tell);
}

/** Names of what this browser keeps; empty ones of long ago are thrown away on the way. What another page has begun since this one looked is that page's own. */
export function keptDrafts(): string[] {
  const old = Date.now() - TOMBSTONE_MS;
  return keptNames(START).filter((name) => {
    if (held.get(name) === null) return false;
    const draft = heldDraft(name);
    const over = !draft || (!isFilled(draft) && !draft.dirty && draft.at < old);
    if (over) forget(name);
    return !over;
  });
}

/** Names of what the server has not taken yet, also where the storage is full or forbidden. */
export function dirtyDrafts(): string[] {
  return [...new Set([...keptDrafts(), ...held.keys()])].filter((name) => held.get(name)?.dirty);
}

// what the server holds --------------------------------------------------------------------------------------------

/** All drafts of mine; what was asked for `since` and is not among them has been sent or emptied elsewhere. */
export function takeBriefs(all: DraftBrief[], since: number): void {
  briefs = new Map(all.map((one) => [draftName(one.conversation_id, one.tab), one]));
  for (const name of keptDrafts()) {
    const draft = heldDraft(name);
    if (draft && isFilled(draft) && !draft.dirty && draft.at < since && !briefs.has(name)) putDraft(name, { ...nothing, revision: draft.revision, base: draft.base, at: Date.now() });
  }
  listeners.forEach((tell) => tell());
}

/** Whether the server may hold something newer than this page. */
export function mayBeNewer(conversation: number): boolean {
  return tabs.some((tab) => {
    const name = draftName(conversation, tab);
    return isFilled(heldDraft(name)) || (briefs.get(name)?.revision ?? 0) > (heldDraft(name)?.revision ?? 0);
  });
}

/** A draft as the server holds it: replaces what is older here; what has not been sent yet is settled by sending it. */
export function takeServerDraft(theirs: ServerDraft): void {
  const name = draftName(theirs.conversation_id, theirs.tab);
  noteBrief(theirs);
  const mine = heldDraft(name);
  if (mine && (mine.dirty || theirs.revision < mine.revision)) listeners.forEach((tell) => tell());
  else if (theirs.revision === mine?.revision) putDraft(name, { ...mine, base: theirs.revision, other: theirs.replaced || undefined });
  else putDraft(name, fromServer(theirs, mine));
}

export function noteBrief(theirs: ServerDraft): void {
  const name = draftName(theirs.conversation_id, theirs.tab);
  const filled = theirs.text !== '' || theirs.attachments.length > 0 || theirs.buttons.length > 0;
  if (filled) briefs.set(name, { revision: theirs.revision, preview: theirs.text.slice(0, PREVIEW) });
  else briefs.delete(name);
}

export function fromServer(theirs: ServerDraft, mine: Draft | null): Draft {
  const { reply_to: target } = theirs;
  return {
    text: theirs.text,
    subject: theirs.subject || undefined,
    identity: theirs.identity_id ?? mine?.identity,
    reply: target ? { id: target.id, author: target.author_name, text: target.text } : undefined,
    mail: theirs.mail ?? undefined,
    files: theirs.attachments,
    buttons: theirs.buttons.length > 0 ? theirs.buttons : undefined,
    other: theirs.replaced || undefined,
    at: Date.now(),
    revision: theirs.revision,
    base: theirs.revision,
    dirty: false,
  };
}

// what the screen follows ------------------------------------------------------------------------------------------

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A draft as it is held, an emptied one as well. */
export function useDraft(conversation: number, tab: DraftTab): Draft | null {
  return useSyncExternalStore(subscribe, () => heldDraft(draftName(conversation, tab)));
}

/** The beginning of what I wrote and did not send; null when there is nothing. */
export function draftPreview(conversation: number): string | null {
  for (const tab of tabs) {
    const name = draftName(conversation, tab);
    const mine = heldDraft(name);
    const brief = briefs.get(name);
    if (brief && brief.revision > (mine?.revision ?? 0) && !mine?.dirty) return brief.preview;
    if (mine && isFilled(mine)) return mine.text.trim().slice(0, PREVIEW);
  }
  return null;
}

export function useDraftPreview(conversation: number): string | null {
  return useSyncExternalStore(subscribe, () => draftPreview(conversation));
}

/** How many conversations wait for me to finish writing. */
export function countDrafts(): number {
  const names = new Set([...briefs.keys(), ...held.keys()]);
  const conversations = new Set([...names].map((name) => Number(name.split('.')[1])));
  return [...conversations].filter((conversation) => draftPreview(conversation) !== null).length;
}

export function useDraftCount(): number {
  return useSyncExternalStore(subscribe, countDrafts);
}

if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', flushDrafts);
  document.addEventListener('visibilitychange', flushDrafts);
}
