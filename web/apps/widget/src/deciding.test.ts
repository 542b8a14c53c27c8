import { expect, test } from 'vitest';
import { asksForPrivacy, choose, fits, visit, type Greeting, type Memory, type Scene, type Terms } from './deciding';

const DAY = 86_400_000;
const NOW = 1_800_000_000_000;
const scene: Scene = { href: 'https://shop.example/cart?step=2#top', seconds: 30, scroll: 50, leaving: false, visits: 2, online: true };
const memory: Memory = { visits: 2, last: NOW, shown: {}, quiet: 0 };

function greeting(terms: Partial<Terms> = {}, id = 1, every_days = 7): Greeting {
  return { id, ru: 'р', en: 'e', every_days, terms: { pages: [], seconds: 0, scroll: 0, leaving: false, visits: 1, visitors: 'all', present: 'any', ...terms } };
}

test.each([
  ['/cart', true],
  ['/cart/', true],
  ['/cart*', true],
  ['/car', false],
  ['*/cart', true],
  ['/cart?step=2', true],
  ['/cart?step=3', false],
  ['shop.example/*', true],
  ['https://shop.example/cart', true],
  ['https://evil.example/cart', false],
  ['*.example/cart', true],
  ['shopXexample/cart', false],
  ['/c.rt', false],
  ['(/cart|', false],
])('the page fits %s: %s', (pattern, verdict) => expect(fits(pattern, scene.href)).toBe(verdict));

test.each<[string, Partial<Terms>, boolean]>([
  ['nothing asked', {}, true],
  ['one of the pages', { pages: ['/home', '/cart'] }, true],
  ['another page', { pages: ['/home'] }, false],
  ['long enough', { seconds: 30 }, true],
  ['not long enough', { seconds: 31 }, false],
  ['not far enough', { scroll: 51 }, false],
  ['not leaving', { leaving: true }, false],
  ['often enough', { visits: 2 }, true],
  ['too rarely', { visits: 3 }, false],
  ['returning', { visitors: 'returning' }, true],
  ['not new', { visitors: 'new' }, false],
  ['somebody there', { present: 'online' }, true],
  ['nobody away', { present: 'away' }, false],
  ['all at once', { pages: ['/cart'], seconds: 10, scroll: 10, visits: 2, visitors: 'returning', present: 'online' }, true],
])('%s', (_, terms, verdict) => expect(choose([greeting(terms)], scene, memory, NOW) !== undefined).toBe(verdict));

test('the first that fits is chosen, and one shown lately is spared', () => {
  const all = [greeting({ pages: ['/home'] }, 1), greeting({}, 2), greeting({}, 3)];
  expect(choose(all, scene, memory, NOW)?.id).toBe(2);
  expect(choose(all, scene, { ...memory, shown: { 2: NOW - 6 * DAY } }, NOW)?.id).toBe(3);
  expect(choose(all, scene, { ...memory, shown: { 2: NOW - 8 * DAY } }, NOW)?.id).toBe(2);
});

test('a greeting for every visit is still not shown twice in one', () => {
  const always = [greeting({}, 1, 0)];
  expect(choose(always, scene, { ...memory, shown: { 1: NOW - 60_000 } }, NOW)).toBeUndefined();
  expect(choose(always, scene, { ...memory, shown: { 1: NOW - DAY } }, NOW)?.id).toBe(1);
});

test('whoever asked for quiet has it', () => {
  expect(choose([greeting()], scene, { ...memory, quiet: NOW + 1 }, NOW)).toBeUndefined();
  expect(choose([greeting()], scene, { ...memory, quiet: NOW - 1 }, NOW)?.id).toBe(1);
});

test('a visit ends with half an hour of silence', () => {
  expect(visit({ ...memory, last: NOW - 29 * 60_000 }, NOW)).toMatchObject({ visits: 2, last: NOW });
  expect(visit({ ...memory, last: NOW - 31 * 60_000 }, NOW)).toMatchObject({ visits: 3, last: NOW });
  expect(visit({ visits: 0, last: 0, shown: {}, quiet: 0 }, NOW).visits).toBe(1);
});

test('a browser asks for privacy by the present signal or the former one', () => {
  expect(asksForPrivacy({ globalPrivacyControl: true })).toBe(true);
  expect(asksForPrivacy({ doNotTrack: '1' })).toBe(true);
  expect(asksForPrivacy({ globalPrivacyControl: false, doNotTrack: '0' })).toBe(false);
  expect(asksForPrivacy({ doNotTrack: null })).toBe(false);
});
