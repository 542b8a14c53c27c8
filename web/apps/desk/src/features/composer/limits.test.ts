import type { Capabilities } from '@otklik/api';
import { expect, test } from 'vitest';
import { refuseFile, signsLeft, takesVoice, textLength } from './limits';

const MB = 1024 * 1024;
const limits = { file_bytes: 50 * MB, files_per_message: 3, text_max: 10_000 };
const chat = { text_max: 100, text_unit: 'chars', caption_max: 20, file_max_bytes: 20 * MB, kinds_out: ['text', 'image'] } as unknown as Capabilities;

test.each([
  ['👋 привет', 'chars', 8],
  ['👋 привет', 'utf16', 9],
  ['👋 привет', 'sms', 9],
  ['👋 привет', 'bytes', 17],
] as const)('%s in %s is %i', (text, unit, length) => expect(textLength(text, unit)).toBe(length));

test('the counter appears near the end, and goes below zero', () => {
  expect(signsLeft('а'.repeat(40), chat, false)).toBeNull();
  expect(signsLeft('а'.repeat(90), chat, false)).toBe(10);
  expect(signsLeft('а'.repeat(103), chat, false)).toBe(-3);
});

test('a caption is shorter than a text', () => {
  expect(signsLeft('а'.repeat(18), chat, true)).toBe(2);
});

test.each([
  [{ size: MB, type: 'image/png' }, 0, null],
  [{ size: 21 * MB, type: 'image/png' }, 0, 'too_large'],
  [{ size: MB, type: 'image/png' }, 3, 'too_many'],
  [{ size: MB, type: 'application/pdf' }, 0, 'kind'],
  [{ size: 0, type: 'image/png' }, 0, 'empty'],
])('%o after %i others: %s', (file, already, refusal) => {
  expect(refuseFile(file, already, limits, chat)).toBe(refusal);
});

test('a note knows only the limits of the desk', () => {
  expect(refuseFile({ size: 40 * MB, type: 'application/pdf' }, 0, limits, null)).toBeNull();
});

test.each([
  [null, true],
  [['text'], false],
  [['text', 'voice'], true],
  [['text', 'document'], true],
])('a recording goes where %j goes: %s', (kinds_out, goes) => {
  const capabilities = kinds_out && { ...chat, kinds_out };
  expect(takesVoice(capabilities)).toBe(goes);
  expect(refuseFile({ size: MB, type: 'audio/webm', voice: true }, 0, limits, capabilities)).toBe(goes ? null : 'kind');
});

test('a channel that carries documents carries anything', () => {
  expect(refuseFile({ size: MB, type: 'video/mp4' }, 0, limits, { ...chat, kinds_out: ['document'] })).toBeNull();
});
