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
  const base = { name: 'Касса', description: '', permissions: ['view', 'audit'], hidden_blocks: [] };
  const mine = { name: 'Касса', description: 'моё', permissions: ['view', 'audit', 'export'], hidden_blocks: [] };
  const theirs = { name: 'Склад', description: '', permissions: ['view', 'tokens'], hidden_blocks: [] };
  expect(layTogether(base, mine, theirs, {})).toEqual({ name: 'Склад', description: 'моё', permissions: ['view', 'tokens', 'export'], hidden_blocks: [] });
});

test('a right I added brings back what it needs although they took it away', () => {
  const base = { name: 'a', description: '', permissions: ['channels', 'people', 'view'], hidden_blocks: [] };
  const laid = layTogether(base, { ...base, permissions: [...base.permissions, 'reply'], hidden_blocks: [] }, { ...base, permissions: ['people'], hidden_blocks: [] }, needs);
  expect([...laid.permissions].sort()).toEqual(['channels', 'people', 'reply', 'view']);
});

test('the order of rights is no difference', () => {
  const one = { name: 'a', description: '', permissions: ['x', 'y'], hidden_blocks: [] };
  expect(isSame(differ(one, { ...one, permissions: ['y', 'x'], hidden_blocks: [] }))).toBe(true);
});

test('what the card leaves out is laid together as well', () => {
  const base = { name: 'a', description: '', permissions: [], hidden_blocks: ['notes', 'files'] };
  const laid = layTogether(base, { ...base, hidden_blocks: ['files', 'visits'] }, { ...base, hidden_blocks: ['notes', 'talk'] }, {});
  expect(laid.hidden_blocks).toEqual(['talk', 'visits']);
  expect(isSame(differ(base, laid))).toBe(false);
});
