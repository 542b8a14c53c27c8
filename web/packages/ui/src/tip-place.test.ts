import { expect, test } from 'vitest';
import { placeTip } from './tip-place';

const screen = { width: 1000, height: 800 };
const tip = { width: 100, height: 20 };

test('a tooltip stands in the middle over what it names', () => {
  expect(placeTip({ left: 500, top: 400, width: 30, height: 30 }, tip, screen, 'top')).toEqual({ left: 465, top: 374 });
});

test('under the upper edge it stands below', () => {
  expect(placeTip({ left: 500, top: 10, width: 30, height: 30 }, tip, screen, 'top')).toEqual({ left: 465, top: 46 });
});

test.each([
  ['left', 0, 4],
  ['right', 980, 896],
])('it does not leave the %s edge', (_side, left, expected) => {
  expect(placeTip({ left, top: 400, width: 20, height: 30 }, tip, screen, 'top').left).toBe(expected);
});

test('beside a column it stands on the right, and above the lower edge', () => {
  expect(placeTip({ left: 10, top: 790, width: 36, height: 10 }, tip, screen, 'right')).toEqual({ left: 52, top: 776 });
});
