import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dropPeek, peeksOf, putPeek } from './peeks';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('what somebody writes is shown until it is told again, sent, or silent', () => {
  putPeek(1, { operator: null, name: '', text: 'Здра' }, 6);
  putPeek(1, { operator: 7, name: 'Борис', text: 'Добрый' }, 6);
  putPeek(1, { operator: null, name: '', text: 'Здравствуйте' }, 6);
  expect(peeksOf(1).map((one) => one.text)).toEqual(['Добрый', 'Здравствуйте']);
  dropPeek(1, null);
  expect(peeksOf(1).map((one) => one.operator)).toEqual([7]);
  vi.advanceTimersByTime(6000);
  expect(peeksOf(1)).toEqual([]);
});

test('an emptied field shows nothing, and conversations do not mix', () => {
  putPeek(1, { operator: 7, name: 'Борис', text: 'Добрый' }, 6);
  putPeek(2, { operator: 7, name: 'Борис', text: 'Иное' }, 6);
  putPeek(1, { operator: 7, name: 'Борис', text: '  ' }, 6);
  expect(peeksOf(1)).toEqual([]);
  expect(peeksOf(2)).toHaveLength(1);
});
