import { expect, test } from 'vitest';
import { fitInto, isLarge, SIDE } from './shrinking';

test('only large photographs are offered to be made smaller', () => {
  expect(isLarge('image/jpeg', 4000, 3000)).toBe(true);
  expect(isLarge('image/png', 800, SIDE + 1)).toBe(true);
  expect(isLarge('image/jpeg', SIDE, SIDE)).toBe(false);
  expect(isLarge('image/gif', 4000, 3000)).toBe(false);
  expect(isLarge('application/pdf', null, null)).toBe(false);
});

test('the longer side fits, and nothing grows or vanishes', () => {
  expect(fitInto(4096, 1024)).toEqual({ width: 2048, height: 512 });
  expect(fitInto(3000, 4000)).toEqual({ width: 1536, height: 2048 });
  expect(fitInto(100, 50)).toEqual({ width: 100, height: 50 });
  expect(fitInto(20_000, 1)).toEqual({ width: 2048, height: 1 });
});
