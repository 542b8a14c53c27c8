/**
 * Takes drafts to the server: half a second after typing stops, on leaving the conversation, and when the page is
 * hidden. One save of a draft at a time, each with a higher revision; the server refuses an older one, so a last save
 * sent from a closing page cannot be undone by one that was under way.
 */
import { asProblem, type Draft as ServerDraft, type DraftBrief } from '@otklik/api';
import { dirtyDrafts, draftName, dropDrafts, flushDrafts, fromServer, heldDraft, isFilled, mayBeNewer, noteBrief, onDraftWritten, putDraft, takeBriefs, takeServerDraft, type Draft } from './drafts';
import { forgetAll, keep, recall } from './kept';
import { pageId } from './page-id';
import { tellProblem } from './problem-text';
import { server } from './server';

const PAUSE_MS = 500;
const RETRY_MS = 5000;
const OWNER = 'draftsOf';

const pauses = new Map<string, ReturnType<typeof setTimeout>>();
const flying = new Set<string>();
const refused = new Set<string>();
let retry: ReturnType<typeof setTimeout> | undefined;
let loaded = false;

/** Begins to follow what is written on this page; drafts of somebody else who used this browser are forgotten. */
export function startDraftSync(me: number): () => void {
  if (recall(OWNER) !== me && recall(OWNER) !== null) {
    forgetAll('draft.');
    dropDrafts();
  }
  keep(OWNER, me);
  const stop = onDraftWritten((name) => {
    clearTimeout(pauses.get(name));
    pauses.set(name, setTimeout(() => void saveDraft(name), PAUSE_MS));
  });
  const leave = () => {
    if (document.visibilityState === 'hidden') saveAll(true);
    flushDrafts();
  };
  document.addEventListener('visibilitychange', leave);
  window.addEventListener('pagehide', leave);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', leave);
    window.removeEventListener('pagehide', leave);
  };
}

/** The line is open: what waits here goes out, and what waits there comes in. */
export function syncDrafts(): void {
  saveAll(false);
  const since = Date.now();
  server.get<{ items: DraftBrief[] }>('/drafts').then(
    ({ items }) => {
      loaded = true;
      takeBriefs(items, since);
    },
    // It will be asked for when the line opens again.
    () => undefined,
  );
}

function saveAll(leaving: boolean): void {
  for (const name of dirtyDrafts()) void saveDraft(name, leaving);
}

/** Brings what the server holds of an opened conversation. */
export function loadDrafts(conversation: number): void {
  if (loaded && !mayBeNewer(conversation)) return;
  // Until then the copy of this browser is shown.
  server.get<{ items: ServerDraft[] }>(`/conversations/${conversation}/drafts`).then(({ items }) => items.forEach(takeServerDraft), () => undefined);
}

/** Saves at once what waits for a pause: another conversation or tab is opened. */
export function saveDraftsOf(conversation: number): void {
  for (const name of ['reply', 'note'].map((tab) => draftName(conversation, tab))) {
    if (pauses.has(name) && heldDraft(name)?.dirty) void saveDraft(name);
  }
}

async function saveDraft(name: string, leaving = false): Promise<void> {
  clearTimeout(pauses.get(name));
  pauses.delete(name);
  const draft = heldDraft(name);
  if (!draft?.dirty || (flying.has(name) && !leaving)) return;
  const sent = { ...draft, revision: Math.max(draft.revision, draft.base) + 1 };
  putDraft(name, sent);
  flying.add(name);
  try {
    const [, conversation, tab] = name.split('.');
    const answer = await server.ask<ServerDraft>('PUT', `/conversations/${conversation ?? ''}/drafts/${tab ?? ''}`, { body: bodyOf(sent), keepalive: leaving });
    refused.delete(name);
    settle(name, sent, answer);
  } catch (error) {
    fail(name, error);
  } finally {
    flying.delete(name);
  }
  if (heldDraft(name)?.dirty && heldDraft(name) !== sent && !pauses.has(name)) void saveDraft(name);
}

function bodyOf(draft: Draft) {
  const filled = isFilled(draft);
  return {
    revision: draft.revision,
    base: draft.base,
    device: pageId,
    text: filled ? draft.text : '',
    ...(filled && draft.subject && { subject: draft.subject }),
    ...(filled && draft.identity !== undefined && { identity_id: draft.identity }),
    ...(filled && draft.reply && { reply_to: draft.reply.id }),
    ...(filled && draft.mail && { mail: draft.mail }),
    ...(filled && { attachments: (draft.files ?? []).map((one) => one.id) }),
    ...(filled && draft.buttons && { buttons: draft.buttons }),
    ...(draft.otherChanged && { replaced: draft.other ?? '' }),
  };
}

/** What the server answered to a save: it stands, or a newer one of another page does. */
export function settle(name: string, sent: Draft, answer: ServerDraft): void {
  const now = heldDraft(name);
  if (!now || answer.revision < now.base) return;
  noteBrief(answer);
  const other = isFilled(now) ? answer.replaced || undefined : now.other;
  if (answer.device === pageId) {
    const same = now === sent;
    // Known to stand at this moment: an older list of drafts that comes later does not empty it.
    putDraft(name, { ...now, at: Date.now(), base: answer.revision, dirty: !same && now.dirty, other: now.otherChanged && !same ? now.other : other, otherChanged: same ? undefined : now.otherChanged });
  } else if (now.revision <= sent.revision) {
    const typed = now.text !== answer.text && now.text.trim() !== '' ? now.text : other;
    putDraft(name, { ...fromServer(answer, now), other: typed });
  }
}

function fail(name: string, error: unknown): void {
  const problem = asProblem(error);
  if (problem.transient || problem.status === 401) {
    clearTimeout(retry);
    retry = setTimeout(() => saveAll(false), RETRY_MS);
    return;
  }
  const known = refused.has(name);
  refused.add(name);
  if (!known && (problem.status === 409 || problem.status === 422)) tellProblem(error);
}
