import { expect, test } from 'vitest';
import { matches, rankOf } from './name-search';

test.each([
  ['закр', 'Закрыть диалог', true],
  ['диалог закр', 'Закрыть диалог', true],
  ['pfrhsnm', 'Закрыть диалог', true],
  ['ыутв', 'Send and close', true],
  ['перенос', 'Закрыть диалог', false],
  ['  ', 'Закрыть диалог', true],
  ['vozvrat', 'Возврат товара', true],
  ['sberbank', 'Сбербанк', true],
  ['сбербанк', 'Sberbank', true],
  ['telegramm', 'Телеграм', true],
  ['shchuka', 'Щука', true],
  ['yuliya', 'Юлия', true],
  ['khimki', 'Химки', true],
  ['возрват', 'Возврат товара', true],
  ['закрть', 'Закрыть диалог', true],
  ['settngs', 'Settings', true],
  ['метка', 'Сетка', false],
  ['дом', 'Дым', false],
])('%s in %s: %s', (query, text, verdict) => expect(matches(query, text)).toBe(verdict));

test('what fits as typed comes before what only sounds so', () => {
  expect([rankOf('возврат', 'Возврат'), rankOf('djpdhfn', 'Возврат'), rankOf('vozvrat', 'Возврат'), rankOf('возрват', 'Возврат')]).toEqual([0, 1, 2, 3]);
});
