import { expect, test } from 'vitest';
import { lateness } from './presence';

const status = { presence: 'break', presence_reason: 'Обед', presence_until: '2026-11-22T12:00:00Z', presence_auto: false } as const;
const at = (time: string) => Date.parse(`2026-11-22T${time}Z`);

test('a break is late from its planned end on', () => {
  expect(lateness(status, at('11:59:59'))).toBe(0);
  expect(lateness(status, at('12:07:00'))).toBe(7 * 60_000);
});

test('nothing but a break is late', () => {
  expect(lateness({ ...status, presence: 'away' }, at('13:00:00'))).toBe(0);
  expect(lateness({ ...status, presence_until: null }, at('13:00:00'))).toBe(0);
});
