import { expect, test } from 'vitest';
import { latenessOf } from './tasks';

test('what is over is late, the rest of the day is today', () => {
  const now = new Date('2026-11-23T12:00:00');
  const at = (text: string) => latenessOf(new Date(text).toISOString(), now);
  expect([at('2026-11-23T11:59:00'), at('2026-11-23T23:00:00'), at('2026-11-24T00:00:00'), latenessOf(null, now)]).toEqual(['late', 'today', 'later', 'none']);
});
