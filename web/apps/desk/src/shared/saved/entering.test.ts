// @vitest-environment happy-dom
import { Problem, type Session } from '@otklik/api';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keep } from '../kept';
import { keys } from '../keys';
import { linkState } from '../link';
import { server } from '../server';
import { acceptSession, endSession } from '../session';
import { changePieces, claim, readPieces } from './drawer';
import { copyTime, enterDesk } from './entering';
import { startKeeping } from './keeping';
import { isLaid, openedTalks, replaceLaid } from './laying';
import { layMemoryDrawer } from './memory-drawer';
import { noteOwner, ownerMark } from './owner';

const drawer = layMemoryDrawer();
const ask = vi.spyOn(server, 'ask');
const { location } = window;
const gone = vi.fn();
const talk = { id: 7, contact: { id: 3 } };
let client: QueryClient;
let release = '';
// A script put into this page would be fetched.
vi.spyOn(document, 'querySelectorAll').mockImplementation(() => [{ getAttribute: () => release }] as unknown as NodeListOf<Element>);

function sessionOf(operator: number, permissions = ['conversations.view']) {
  return { operator: { id: operator }, workspace: { id: 1 }, permissions, csrf_token: 'proof', cursor: 'c9', channels: [] } as unknown as Session;
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  Object.assign(drawer, { full: null, refused: false });
  drawer.held.clear();
  release = '/assets/first-1.js';
  // As `location` of a browser, but going nowhere.
  Object.defineProperty(window, 'location', { configurable: true, value: { pathname: '/inbox/open', search: '', replace: gone, reload: () => void gone('again') } });
  gone.mockReset();
  ask.mockReset().mockRejectedValue(new Problem(0, 'unreachable', ''));
  server.beforeChange = null;
  copyTime.set(null);
  linkState.set('live');
  openedTalks.clear();
  client = new QueryClient();
});
afterEach(() => {
  vi.useRealTimers();
  client.clear();
  Object.defineProperty(window, 'location', { configurable: true, value: location });
});

const soon = (milliseconds = 20) => vi.advanceTimersByTimeAsync(milliseconds);

/** Waits for a promise while the clock runs. */
async function after<Result>(work: Promise<Result>): Promise<Result> {
  const done = work.catch(() => undefined);
  await soon(1000);
  await done;
  return work;
}

async function keepFor(session: Session, minutesAgo = 0): Promise<void> {
  noteOwner(session);
  const owner = ownerMark() ?? '';
  await after(claim(owner));
  const kept = [
    { name: 'fact:session', text: JSON.stringify([[keys.session, session]]) },
    { name: 'talk:7', text: JSON.stringify([[keys.conversation(7), talk]]) },
  ];
  await after(changePieces(owner, { at: Date.now() - minutesAgo * 60_000, kept, gone: () => false }));
}

const namesOf = async () => (await after(readPieces(ownerMark() ?? '', () => true)))?.pieces.map((one) => one.name);

test('the desk opens from the copy, and the server has the last word', async () => {
  await keepFor(sessionOf(2));
  ask.mockResolvedValue(sessionOf(2));
  await after(enterDesk(client, '/inbox/all/7'));
  expect(client.getQueryData(keys.conversation(7))).toEqual(talk);
  expect([copyTime.get() !== null, isLaid(keys.conversation(7)), server.csrf]).toEqual([true, true, '']);
  await after(server.beforeChange?.() ?? Promise.resolve());
  expect([copyTime.get(), server.csrf, server.beforeChange]).toEqual([null, 'proof', null]);
  // Nobody looks at it: what was missed since would be missing from it.
  expect(client.getQueryData(keys.conversation(7))).toBeUndefined();
  expect(gone).not.toHaveBeenCalled();
});

test.each([
  ['somebody else is signed in', () => Promise.resolve(sessionOf(3)), 'again'],
  ['I may see less', () => Promise.resolve(sessionOf(2, [])), 'again'],
  ['nobody is signed in', () => Promise.reject(new Problem(401, 'unauthorized', '')), '/sign-in?next=%2Finbox%2Fopen'],
])('the page is left and the copy with it when %s', async (_, answer, address) => {
  await keepFor(sessionOf(2));
  ask.mockImplementation(answer);
  await after(enterDesk(client, '/inbox/open'));
  void server.beforeChange?.();
  await soon();
  expect(gone).toHaveBeenCalledExactlyOnceWith(address);
  expect(drawer.held.size).toBe(0);
});

test('without a server the copy stays, and nothing is changed', async () => {
  await keepFor(sessionOf(2), 13 * 60);
  ask.mockRejectedValue(new Problem(0, 'unreachable', ''));
  await after(enterDesk(client, '/inbox/open'));
  expect(client.getQueryData<Session>(keys.session)?.operator.id).toBe(2);
  await expect(after(server.beforeChange?.() ?? Promise.resolve())).rejects.toMatchObject({ status: 0 });
  expect(copyTime.get()).not.toBeNull();
});

test('a copy of yesterday is not shown where the server can be asked', async () => {
  await keepFor(sessionOf(2), 13 * 60);
  ask.mockRejectedValue(new Problem(401, 'unauthorized', ''));
  await expect(after(enterDesk(client, '/inbox/open'))).rejects.toMatchObject({ status: 401 });
  expect(client.getQueryData(keys.session)).toBeUndefined();
  expect(drawer.held.size).toBe(0);
});

test('a copy of another release is none', async () => {
  await keepFor(sessionOf(2));
  release = '/assets/first-2.js';
  ask.mockRejectedValue(new Problem(0, 'unreachable', ''));
  await expect(after(enterDesk(client, '/inbox/open'))).rejects.toMatchObject({ status: 0 });
});

test('where the browser refuses to keep anything the desk opens as ever', async () => {
  drawer.refused = true;
  drawer.close();
  noteOwner(sessionOf(2));
  ask.mockResolvedValue(sessionOf(2));
  await after(enterDesk(client, '/inbox/open'));
  expect(server.csrf).toBe('proof');
  const stop = startKeeping(client);
  client.setQueryData(keys.teams, []);
  await soon(60_000);
  stop();
});

test('what another person has left is thrown away when one signs in', async () => {
  await keepFor(sessionOf(2));
  keep('draft.7.reply', { text: 'не для чужих' });
  keep('outbox.x', { client_id: 'x' });
  acceptSession(sessionOf(3));
  await soon();
  expect(Object.keys(localStorage)).toEqual(['otklik.owner']);
  expect(drawer.held.size).toBe(0);
});

test('what is seen is kept, a moment later and all at once', async () => {
  noteOwner(sessionOf(2));
  client.setQueryData(keys.session, sessionOf(2));
  const stop = startKeeping(client);
  openedTalks.add(7);
  client.setQueryData(keys.conversation(7), talk);
  client.setQueryData(keys.thread(7), { items: [], complete: true });
  client.setQueryData(keys.thread(8), { items: [], complete: true });
  await soon(1000);
  expect(await namesOf()).toEqual([]);
  await soon(15_000);
  expect(await namesOf()).toEqual(['fact:session', 'talk:7']);
  stop();
});

test('a copy is not kept as if it were news, and a page of another owner writes nothing', async () => {
  await keepFor(sessionOf(2), 60);
  ask.mockRejectedValue(new Problem(0, 'unreachable', ''));
  await after(enterDesk(client, '/inbox/all/7'));
  const stop = startKeeping(client);
  await soon(15_000);
  expect((await after(readPieces(ownerMark() ?? '', (name) => name === 'talk:7')))?.pieces[0]?.at).toBeLessThan(Date.now() - 3_000_000);
  await after(claim('1 /assets/first-2.js 1.2'));
  replaceLaid(client);
  client.setQueryData(keys.teams, []);
  await soon(15_000);
  expect([...drawer.held.keys()]).toEqual(['index']);
  stop();
});

test('who may see less keeps nothing of what was seen before', async () => {
  await keepFor(sessionOf(2, ['conversations.view', 'contacts.view']));
  client.setQueryData(keys.session, sessionOf(2, ['conversations.view', 'contacts.view']));
  ask.mockResolvedValue({ items: [{ id: 7 }] });
  const stop = startKeeping(client);
  await soon(15_000);
  expect(await namesOf()).toContain('talk:7');
  client.setQueryData(keys.session, sessionOf(2));
  await soon(15_000);
  expect(await namesOf()).toEqual(['fact:session']);
  stop();
});

test('a conversation that is no more leaves the copy', async () => {
  await keepFor(sessionOf(2));
  ask.mockResolvedValue({ items: [] });
  const stop = startKeeping(client);
  await soon(15_000);
  expect(await namesOf()).not.toContain('talk:7');
  stop();
});

test('the end of the session empties the drawer, and so does a full disk', async () => {
  await keepFor(sessionOf(2));
  endSession();
  await soon();
  expect(drawer.held.size).toBe(0);
  acceptSession(sessionOf(2));
  const stop = startKeeping(client);
  drawer.full = new Error('QuotaExceededError');
  client.setQueryData(keys.teams, []);
  await soon(30_000);
  stop();
});
