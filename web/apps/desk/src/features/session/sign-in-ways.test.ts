import { expect, test } from 'vitest';
import { readReason } from './sign-in-ways';

test('a reason is one we have words for, and anything else is none', () => {
  expect(readReason('no_access')).toBe('no_access');
  expect([undefined, '', 'code', 'constructor', '<b>'].map(readReason)).toEqual([null, null, null, null, null]);
});
