import { expect, test } from 'vitest';
import { holdOf } from './use-sending';

test('a reply waits the seconds its author chose, and closing waits with it', () => {
  expect(holdOf(5)).toEqual({ delay_s: 5 });
  expect(holdOf(5, 'take')).toEqual({ delay_s: 5 });
  expect(holdOf(20, 'resolve')).toEqual({ delay_s: 20, resolve: true });
});

test('what is done with the conversation afterwards waits with the reply', () => {
  expect(holdOf(5, { resolves: { reason_id: 3, topic_id: 7 } })).toEqual({ delay_s: 5, closing: { reason_id: 3, topic_id: 7 } });
  expect(holdOf(5, { snoozes: { until: null, back: 'queue' } })).toEqual({ delay_s: 5, snooze: { until: null, back: 'queue' } });
  expect(holdOf(0, { snoozes: { until: null } })).toBeUndefined();
});

test('without a wait it leaves at once, unless a time was chosen', () => {
  expect(holdOf(0)).toBeUndefined();
  expect(holdOf(0, 'resolve')).toBeUndefined();
  const later = { at: '2030-01-01T09:00:00.000Z', unless_answered: true };
  expect(holdOf(0, later)).toEqual(later);
  expect(holdOf(10, later)).toEqual(later);
});
