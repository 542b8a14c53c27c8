import { expect, test } from 'vitest';
import { filesOf, isAway, isDesk, readPush, wayOf } from '../../worker/shell';

const ORIGIN = 'https://desk.example.test';
const ask = (path: string, over: Partial<{ method: string; mode: string }> = {}) => wayOf({ method: 'GET', mode: 'navigate', url: new URL(path, ORIGIN).href, ...over }, ORIGIN);

test.each([
  ['/', 'shell'],
  ['/inbox/mine/7', 'shell'],
  ['/assets/first-B1.js', 'file'],
  ['/api/v1/conversations', 'none'],
  ['/files/7/photo.jpg', 'none'],
  ['/widget/loader.js', 'none'],
  ['/chat/abc', 'none'],
  ['/demo', 'none'],
  ['https://elsewhere.test/assets/x.js', 'none'],
])('%s is %s', (path, way) => {
  expect(ask(path)).toBe(way);
});

test('what is no opening of a page, and what changes something, is left alone', () => {
  expect(ask('/inbox/mine', { mode: 'cors' })).toBe('none');
  expect(ask('/', { method: 'POST' })).toBe('none');
});

test('the files of a page', () => {
  expect(filesOf('<link href="/assets/a.css"><script src="/assets/b.js"></script><script src="/assets/b.js"></script><img src="/files/7">')).toEqual(['/assets/a.css', '/assets/b.js']);
});

test('only the page of the desk is kept for the time without a line', () => {
  expect(isDesk('<script src="/assets/b.js"></script><div id="root"></div>')).toBe(true);
  expect(isDesk('<h1>Maintenance</h1>')).toBe(false);
  expect([200, 401, 404, 500, 502, 503, 504].filter(isAway)).toEqual([502, 503, 504]);
});

test('a push is shown as it was sent', () => {
  const sent = { title: 'Вера', body: 'Где заказ? 🫖', page: '/inbox/all/7', tag: 'conversation-7', at: 1 };
  expect(readPush(JSON.stringify(sent))).toEqual(sent);
});

test.each([undefined, '', '{', 'null', '[]', '{"title":7}', '{"page":"//evil.test"}', '{"page":"javascript:alert(1)"}'])('an odd push %s opens nothing foreign', (text) => {
  const shown = readPush(text);
  expect(shown.page).toBe('/');
  expect(shown.title).toBe('Отклик');
});
