import { expect, test } from 'vitest';
import { Breath, judge } from './gathering';

const eyes = (visible: boolean, looking = false) => ({ key: 'k', visible, looking });

test.each([
  ['nobody looks', [eyes(false), eyes(false)], { sound: true, outside: true }],
  ['a tab is shown', [eyes(false), eyes(true)], { sound: true, outside: false }],
  ['somebody reads that very conversation', [eyes(false), eyes(true, true)], { sound: false, outside: false }],
  ['no other tab answered', [], { sound: true, outside: true }],
])('%s', (_, answers, expected) => {
  expect(judge(answers)).toEqual(expected);
});

test('two notices in one breath make one sound', () => {
  const breath = new Breath();
  expect([0, 1_000, 2_999, 3_000, 4_000, 6_000].map((now) => breath.take(now))).toEqual([true, false, false, true, false, true]);
});
