import { expect, test } from 'vitest';
import { movePreset, offeredPresets, presetFault, readPresets, USUAL } from './snooze-presets';
import { toField } from './snooze-times';

// A Thursday noon.
const NOW = new Date('2026-11-19T12:00:00');

test('a list of nothing is the usual one', () => {
  expect(readPresets([], NOW).map((one) => one.kept)).toEqual(USUAL);
  expect(offeredPresets([], NOW)).toHaveLength(5);
});

test('words of either language stand among the usual moments in the order chosen', () => {
  const offered = offeredPresets(['через 2 часа', '@tomorrow', 'next tuesday at 3pm'], NOW);
  expect(offered.map((one) => toField(one.at))).toEqual(['2026-11-19T14:00', '2026-11-20T09:00', '2026-11-24T15:00']);
  expect(offered.map((one) => one.usual)).toEqual([null, 'tomorrow', null]);
});

test('what is over or not understood any more is kept, but not offered', () => {
  const kept = ['@tonight', 'сегодня в 9', 'когда-нибудь', '@never', '@hour'];
  const late = new Date('2026-11-19T21:00:00');
  expect(readPresets(kept, late)).toHaveLength(5);
  expect(offeredPresets(kept, late).map((one) => one.kept)).toEqual(['@hour']);
});

test('words are refused that nobody understands, that are there, or that are too many', () => {
  expect(presetFault([], 'когда-нибудь', NOW)).toBe('unclear');
  expect(presetFault(['завтра в 9'], ' Завтра в 9 ', NOW)).toBe('twice');
  expect(presetFault(Array.from({ length: 12 }, (_, n) => `через ${n + 2} часа`), 'завтра', NOW)).toBe('tooMany');
  expect(presetFault(['@hour'], 'завтра', NOW)).toBeNull();
});

test('a moment moves by a place and stays at the ends', () => {
  expect(movePreset(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(movePreset(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  expect(movePreset(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
});
