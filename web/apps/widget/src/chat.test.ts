// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refused } from './api';
import { Chat } from './chat';
import { pendingOf } from './pending';
import { writeStored, type Stored } from './stored';
import type { Session, Site } from './types';

const KEY = 'shop';
const NAME = `otklik:${KEY}`;
const SESSION: Session = { token: 'first', user_id: '', profile: { name: '', email: '', phone: '' }, messages: [], operator_seen_seq: 0, rating: null };

let posted: { path: string; text?: string }[];
let answerSession: (session: Session) => void;
let refuseSession: (error: Error) => void;

/** A site whose server makes a session when it is told to, and takes every message. */
function makeChat() {
  const call = (method: string, path: string, body?: unknown) => {
    posted.push({ path, ...(body as object) });
    if (path === 'session' && method === 'POST') return new Promise<Session>((done, fail) => ([answerSession, refuseSession] = [done, fail]));
    return Promise.resolve({ id: posted.length, seq: posted.length, at: '2026-01-01T00:00:00Z' });
  };
  const site = { key: KEY, lang: 'ru', call, unread: vi.fn(), config: { online: true, limits: {} } };
  return new Chat(site as unknown as Site, vi.fn());
}

const asked = (path: string) => vi.waitFor(() => expect(posted.map((one) => one.path)).toContain(path));
const texts = () => posted.filter((one) => one.path === 'messages').map((one) => one.text);

beforeEach(() => {
  posted = [];
});
afterEach(() => localStorage.clear());

test('whoever begins while nobody is there is asked where to answer, once', async () => {
  const chat = makeChat();
  Object.assign(chat.site.config, { away: { field: 'email', required: false } });
  expect(chat.left).toBeNull();
  chat.update({ online: false });
  expect(chat.left).toEqual({ field: 'email', required: false });
  await chat.introduce({ email: '' });
  expect(chat.left).toBeNull();
});

test('what is written while the session is being made is sent, in order', async () => {
  const chat = makeChat();
  chat.send({ text: 'Где мой чайник?' });
  await asked('session');
  chat.send({ text: 'И есть ли чашки?' });
  answerSession(SESSION);
  await vi.waitFor(() => expect(texts()).toEqual(['Где мой чайник?', 'И есть ли чашки?']));
  expect(chat.state.messages.map((message) => [message.text, message.status])).toEqual([
    ['Где мой чайник?', 'sent'],
    ['И есть ли чашки?', 'sent'],
  ]);
});

test('a name given while the session is being made stays', async () => {
  const chat = makeChat();
  const opened = chat.ensure();
  await asked('session');
  await chat.introduce({ name: 'Ольга' });
  answerSession(SESSION);
  await opened;
  expect(chat.state.profile.name).toBe('Ольга');
  expect(posted.filter((one) => one.path === 'profile')).toHaveLength(1);
});

test('a visitor whose proof met a busy server is let in when it answers', async () => {
  const chat = makeChat();
  chat.show(true);
  const identified = chat.identify({ token: 'proof' });
  await asked('session');
  refuseSession(new Refused('rate_limited', 429, 1));
  await identified;
  await vi.waitFor(() => expect(posted.map((one) => one.path)).toEqual(['session', 'session']), 3000);
  answerSession({ ...SESSION, user_id: 'vera-7' });
  await vi.waitFor(() => expect(chat.state.user).toBe('vera-7'));
});

/** Another tab of the browser has written this down. */
function tellOfOtherTab(token: string | null) {
  if (token === null) localStorage.removeItem(NAME);
  else writeStored(NAME, { token, user: '', messages: [], read: 0, seen: 0, profile: {} });
  window.dispatchEvent(new StorageEvent('storage', { key: NAME }));
}

test('who leaves while the session is being renewed does not come back with the answer', async () => {
  writeStored(NAME, { token: 'first', user: 'vera-7', messages: [], read: 0, seen: 0, profile: { name: 'Вера' } });
  const chat = makeChat();
  const opened = chat.ensure();
  await asked('session');
  chat.reset();
  answerSession({ ...SESSION, user_id: 'vera-7', messages: [{ ...pendingOf({ text: 'Тайна' }), id: 1, seq: 1 }] });
  await expect(opened).rejects.toThrow();
  expect(chat.state).toMatchObject({ token: '', user: '', messages: [], profile: {} });
  expect(localStorage.getItem(NAME)).toBeNull();
});

test('a message that arrives after its writer left is not shown to the next one', async () => {
  const chat = makeChat();
  chat.send({ text: 'Тайна' });
  await asked('session');
  answerSession(SESSION);
  await asked('messages');
  chat.reset();
  await new Promise((done) => setTimeout(done, 20));
  expect(chat.state.messages).toEqual([]);
});

test('two tabs of one session do not write over what waits in the other', () => {
  writeStored(NAME, { token: 'first', user: '', messages: [], read: 5, seen: 0, profile: {} });
  const chat = makeChat();
  writeStored(NAME, { token: 'first', user: '', messages: [pendingOf({ text: 'Из другой вкладки' })], read: 11, seen: 3, profile: { name: 'Ольга' } });
  window.dispatchEvent(new StorageEvent('storage', { key: NAME }));
  chat.read();
  chat.update({ seen: 4 });
  const kept = JSON.parse(localStorage.getItem(NAME) ?? '{}') as Stored;
  expect(kept).toMatchObject({ read: 11, seen: 4, profile: { name: 'Ольга' } });
  expect(kept.messages.map((message) => message.text)).toEqual(['Из другой вкладки']);
});

test.each([
  ['renews the session', 'second', ['Жду']],
  ['ends the session for good', null, []],
])('another tab %s: what waits here is %s', (_what, token, left) => {
  writeStored(NAME, { token: 'first', user: '', messages: [pendingOf({ text: 'Жду' })], read: 0, seen: 0, profile: {} });
  const chat = makeChat();
  tellOfOtherTab(token);
  expect(chat.state.messages.map((message) => message.text)).toEqual(left);
});
