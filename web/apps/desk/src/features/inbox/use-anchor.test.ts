import { expect, test } from 'vitest';
import { shiftOf, type Places } from './use-anchor';

/** Rows of 64 and headings, which are null, of 32. */
function places(ids: (number | null)[]): Places {
  let top = 0;
  const tops = ids.map((id) => {
    const start = top;
    top += id === null ? 32 : 64;
    return start;
  });
  return { ids, tops };
}

test('a row that leaves above the fold does not pull the others up', () => {
  expect(shiftOf(places([1, 2, 3, 4]), places([2, 3, 4]), 130)).toBe(-64);
  expect(shiftOf(places([1, 2, 3, 4]), places([9, 1, 2, 3, 4]), 130)).toBe(64);
});

test('a row that leaves from the fold is followed by the next one', () => {
  expect(shiftOf(places([1, 2, 3]), places([1, 3]), 70)).toBe(0);
});

test('headings that come and go above the fold move nothing either', () => {
  expect(shiftOf(places([null, 1, null, 2, 3]), places([2, 3]), 170)).toBe(-128);
  expect(shiftOf(places([null, 1, null, 2, 3]), places([null, 1, 2, 3]), 100)).toBe(-32);
});
