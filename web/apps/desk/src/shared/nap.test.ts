import { expect, test } from 'vitest';
import { shapeNap, UNTIL_REPLY } from './nap';

const at = { until: '2099-01-01T09:00:00.000Z' };

test('a moment takes both wishes, and says nothing of what is usual', () => {
  expect(shapeNap(at, { toQueue: false, wakes: true })).toEqual(at);
  expect(shapeNap(at, { toQueue: true, wakes: false })).toEqual({ ...at, back: 'queue', wake_on_reply: false });
});

test('what has no time is always ended by the customer', () => {
  expect(shapeNap(UNTIL_REPLY, { toQueue: true, wakes: false })).toEqual({ until: null, back: 'queue' });
});
