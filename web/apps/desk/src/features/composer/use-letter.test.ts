import type { LetterStart } from '@otklik/api';
import { expect, test } from 'vitest';
import { modeOf, usualLines } from './use-letter';

const start: LetterStart = {
  reply: { to: ['vera@shop.example'], cc: [] },
  reply_all: { to: ['vera@shop.example', 'clerk@shop.example'], cc: ['boss@shop.example'] },
  all: true,
  quote: null,
  quotes: true,
  signature: '',
  recipients_max: 50,
};

test('a letter begins as the last one asks for', () => {
  expect(usualLines(start)).toEqual({ ...start.reply_all, bcc: [], quote: null });
  expect(usualLines({ ...start, all: false })).toEqual({ ...start.reply, bcc: [], quote: null });
  expect(usualLines(null).to).toEqual([]);
});

test('the way of answering is known by the recipients', () => {
  const lines = usualLines(start);
  expect(modeOf(lines, start)).toBe('reply_all');
  expect(modeOf({ ...lines, ...start.reply, bcc: ['audit@shop.example'] }, start)).toBe('reply');
  expect(modeOf({ ...lines, cc: [] }, start)).toBeNull();
  expect(modeOf(lines, null)).toBeNull();
});
