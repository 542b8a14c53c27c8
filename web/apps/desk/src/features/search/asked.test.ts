import { expect, test } from 'vitest';
import { isNarrowed, paramsOf, readAsked } from './asked';

test('an address is read leniently and kept short', () => {
  expect(readAsked({ q: 1042, kind: 'all', channel: '', period: 'ages', from: '2026-01-01' })).toEqual({ q: '1042' });
  expect(readAsked({ q: ' чай ', kind: 'files', author: '7', period: 'days', from: '2026-01-31', to: 'вчера' })).toEqual({ q: 'чай', kind: 'files', author: '7', period: 'days', from: '2026-01-31' });
  expect(readAsked({ q: { deep: true }, kind: ['files'] })).toEqual({});
});

test('days are whole days of the reader, the last one included', () => {
  const days = { from: new Date(2026, 0, 31).toISOString(), to: new Date(2026, 1, 1).toISOString() };
  expect(paramsOf({ q: 'чай', period: 'days', from: '2026-01-31', to: '2026-01-31' })).toMatchObject(days);
  expect(paramsOf({ q: 'чай', period: 'days' })).toEqual({ q: 'чай', kind: 'all', from: undefined, to: undefined });
});

test('a period reaches back from now', () => {
  expect(paramsOf({ q: 'чай', period: 'week' }, new Date('2026-03-10T12:00:00Z'))).toEqual({ q: 'чай', kind: 'all', from: '2026-03-03T12:00:00.000Z' });
});

test('a kind alone narrows nothing away', () => {
  expect([isNarrowed({ q: 'чай', kind: 'files' }), isNarrowed({ author: 'contact' })]).toEqual([false, true]);
});
