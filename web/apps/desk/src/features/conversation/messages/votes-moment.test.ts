import { expect, test } from 'vitest';
import { votesMoment } from './votes-moment';

const NOW = new Date('2026-11-23T18:00:00Z');
const poll = { options: [], votes: 3, multiple: false, closed: false, quiz: false };
const message = { poll, sent_at: '2026-11-23T11:02:00Z', edited_at: null };
const say = (changes: Partial<Parameters<typeof votesMoment>[0]>, language: 'ru' | 'en' = 'ru') => votesMoment({ ...message, ...changes }, NOW, language, 'Europe/Moscow');

test('votes of today are told by the clock', () => {
  expect(say({})).toBe('14:02');
});

test('votes of another day are told with the day', () => {
  expect(say({ sent_at: '2026-11-21T11:02:00Z' })).toBe('21 нояб., 14:02');
  expect(say({ sent_at: '2026-11-21T11:02:00Z' }, 'en')).toMatch(/Nov.*02/u);
});

test('a later edition brings later votes', () => {
  expect(say({ sent_at: '2026-11-21T11:02:00Z', edited_at: '2026-11-23T12:30:00Z' })).toBe('15:30');
});

test('the votes of a closed poll stay, and need no moment', () => {
  expect(say({ poll: { ...poll, closed: true } })).toBe('');
});
