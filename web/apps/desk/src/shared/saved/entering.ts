/**
 * Opens the desk: from the copy at once when there is one, with the server's word on who is here following. Until that
 * word nothing is changed on the server; where somebody else is signed in, or nobody, the page is left for a clean one.
 */
import { asProblem, type Session } from '@otklik/api';
import { learnChannels } from '@otklik/ui';
import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../keys';
import { server } from '../server';
import { acceptSession, askSession, endSession } from '../session';
import { createStore } from '../store';
import { talkName } from './bounds';
import { readPieces, wipe, type Found } from './drawer';
import { layIn, replaceLaid } from './laying';
import { isSamePerson, ownerMark } from './owner';

/** A copy that is slow to come is no help while the server answers. */
const PATIENCE_MS = 500;
/** An older copy belongs to a session that is over by now, most likely: it is shown only when nobody can be asked. */
const RECENT_MS = 12 * 3_600_000;

/** When the shown copy was kept, while the server has not said who is here. */
export const copyTime = createStore<number | null>(null);

let asked: Promise<Session> | null = null;
let found: Promise<Found | null> | null = null;
let confirming: Promise<void> | null = null;

/** Begins to ask both the server and this browser, before the page is there to show anything. */
export function beginEntering(path: string): void {
  asked = askSession();
  asked.catch(() => undefined);
  found = findCopy(path);
}

/** Fills the cache with what the desk needs to be drawn; refuses like the server does when it may not be. */
export async function enterDesk(client: QueryClient, path: string): Promise<void> {
  if (client.getQueryData(keys.session) !== undefined) return;
  const read = found ?? findCopy(path);
  found = null;
  const copy = await Promise.race([read, new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS))]);
  if (copy && Date.now() - copy.at < RECENT_MS && show(client, copy)) return;
  try {
    const session = await takeAsked();
    acceptSession(session);
    client.setQueryData(keys.session, session);
  } catch (error) {
    if (asProblem(error).status === 401) void wipe();
    const late = asProblem(error).unreachable ? await read : null;
    if (!late || !show(client, late)) throw error;
  }
}

async function findCopy(path: string): Promise<Found | null> {
  const owner = ownerMark();
  if (owner === null) return null;
  const talk = talkName(Number(/^\/inbox\/[^/]+\/(\d+)/.exec(path)?.[1] ?? 0));
  return readPieces(owner, (name) => name === talk || !name.startsWith('talk:')).catch(() => null);
}

function takeAsked(): Promise<Session> {
  const now = asked ?? askSession();
  asked = null;
  return now;
}

function show(client: QueryClient, copy: Found): boolean {
  try {
    layIn(client, copy, true);
  } catch {
    // A copy that cannot be read is none.
  }
  const session = client.getQueryData<Session>(keys.session);
  if (session === undefined) return false;
  learnChannels(session.channels);
  copyTime.set(copy.at);
  confirming = null;
  server.beforeChange = () => confirm(client);
  return true;
}

/** Asks who is here, once at a time; fails like the server does when that cannot be known yet. */
function confirm(client: QueryClient): Promise<void> {
  confirming ??= settle(client).finally(() => (confirming = null));
  return confirming;
}

async function settle(client: QueryClient): Promise<void> {
  const before = client.getQueryData<Session>(keys.session);
  const now = await takeAsked().catch(async (error: unknown) => {
    if (asProblem(error).status !== 401) throw error;
    const { pathname, search } = window.location;
    return leave(() => window.location.replace(`/sign-in?next=${encodeURIComponent(pathname + search)}`));
  });
  if (!before || !isSamePerson(before, now) || before.permissions.some((one) => !now.permissions.includes(one))) return leave(() => window.location.reload());
  acceptSession(now);
  server.beforeChange = null;
  client.setQueryData(keys.session, now);
  copyTime.set(null);
  replaceLaid(client);
}

/** Ends this page, which showed what it may not; nothing goes on from here. */
async function leave(go: () => void): Promise<never> {
  await wipe();
  go();
  return new Promise<never>(() => undefined);
}

/** The server says that nobody is signed in: a page that was opened from a copy is left, any other one asks to sign in again. */
export function onSignedOut(client: QueryClient): void {
  if (copyTime.get() === null) endSession();
  else void confirm(client).catch(() => undefined);
}

