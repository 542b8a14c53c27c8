import { expect, test } from 'vitest';
import { inboxOf, isAimed, lineOf } from './first-way';

const sms = { id: 5, name: 'SMS', channel: 'smpp' };
const start = { lines: [sms, { ...sms, id: 6 }], mailboxes: [{ id: 2, name: 'Почта', address: 'shop@shop.example' }] };
const typed = (address: string, inbox: number | null = null) => ({ identity: null, inbox, address });

test('a number leaves by a line, an address by a mailbox', () => {
  expect(lineOf(typed('+79161234567'), start)?.id).toBe(5);
  expect(inboxOf(typed('+79161234567'), start)).toBe(5);
  expect(lineOf(typed('vera@shop.example'), start)).toBeNull();
  expect(inboxOf(typed('vera@shop.example'), start)).toBe(2);
});

test('the line that was chosen is taken, also before a number stands there', () => {
  expect(lineOf(typed('', 6), start)?.id).toBe(6);
  expect(inboxOf(typed('+79161234567', 6), start)).toBe(6);
});

test('an address that is known needs neither', () => {
  expect(lineOf({ identity: 1, inbox: null, address: '+79161234567' }, start)).toBeNull();
  expect(isAimed({ identity: 1, inbox: null, address: '' }, start)).toBe(true);
});

test.each([
  ['+79161234567', null, true],
  ['12345', null, false],
  ['vera@shop.example', null, true],
  ['vera@shop.example', 5, false],
  ['+79161234567', 2, false],
])('%s through %s is an aim: %s', (address, inbox, aimed) => {
  expect(isAimed(typed(address, inbox), start)).toBe(aimed);
});

test('without a line a number is no aim', () => expect(isAimed(typed('+79161234567'), { ...start, lines: [] })).toBe(false));
