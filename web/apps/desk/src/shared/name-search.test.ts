import { expect, test } from 'vitest';
import { matches } from './name-search';

test.each([
  ['закр', 'Закрыть диалог', true],
  ['диалог закр', 'Закрыть диалог', true],
  ['pfrhsnm', 'Закрыть диалог', true],
  ['ыутв', 'Send and close', true],
  ['перенос', 'Закрыть диалог', false],
  ['  ', 'Закрыть диалог', true],
])('%s in %s: %s', (query, text, verdict) => expect(matches(query, text)).toBe(verdict));
