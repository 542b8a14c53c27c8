import { expect, test } from 'vitest';
import { differ, isSame, layTogether, tick } from './ticking';

const needs = { reply: ['view'], edit: ['reply'], view: ['channels', 'people'] };

test('a right is ticked with all that it needs, and says what came along', () => {
  const ticked = tick(['people'], 'edit', true, needs);
  expect(ticked.held.sort()).toEqual(['channels', 'edit', 'people', 'reply', 'view']);
  expect(ticked.also.sort()).toEqual(['channels', 'reply', 'view']);
  expect(tick(ticked.held, 'edit', true, needs).also).toEqual([]);
});

test('what makes no sense without a right is cleared with it', () => {
  expect(tick(['view', 'reply', 'edit', 'audit'], 'view', false, needs)).toEqual({ held: ['audit'], also: ['reply', 'edit'] });
  expect(tick(['view', 'reply'], 'reply', false, needs)).toEqual({ held: ['view'], also: [] });
});

test('two people change one role: mine is kept, and what I did not touch is theirs', () => {
  const base = { name: 'Касса', description: '', permissions: ['view', 'audit'] };
  const mine = { name: 'Касса', description: 'моё', permissions: ['view', 'audit', 'export'] };
  const theirs = { name: 'Склад', description: '', permissions: ['view', 'tokens'] };
  expect(layTogether(base, mine, theirs, {})).toEqual({ name: 'Склад', description: 'моё', permissions: ['view', 'tokens', 'export'] });
});

test('a right I added brings back what it needs although they took it away', () => {
  const base = { name: 'a', description: '', permissions: ['channels', 'people', 'view'] };
  const laid = layTogether(base, { ...base, permissions: [...base.permissions, 'reply'] }, { ...base, permissions: ['people'] }, needs);
  expect([...laid.permissions].sort()).toEqual(['channels', 'people', 'reply', 'view']);
});

test('the order of rights is no difference', () => {
  const one = { name: 'a', description: '', permissions: ['x', 'y'] };
  expect(isSame(differ(one, { ...one, permissions: ['y', 'x'] }))).toBe(true);
});
