import { Problem } from '@otklik/api';
import { afterEach, expect, test, vi } from 'vitest';
import { server } from './server';
import { hideTranslation, languageName, pickLanguage, shownTranslations, showTranslation, spokenLanguages, translationTrouble } from './translation';

const message = { id: 7, conversation_id: 3, direction: 'in', text: 'Wo ist es?' };

afterEach(() => vi.restoreAllMocks());

test('a translation is shown, and tells in which language the customer writes', async () => {
  vi.spyOn(server, 'post').mockResolvedValue({ target: 'ru', source: 'de', text: 'Где это?' });
  const asked = showTranslation(message, 'ru');
  expect(shownTranslations.get()[7]).toEqual({ of: 'Wo ist es?', target: 'ru' });
  await asked;
  expect(shownTranslations.get()[7]?.made?.text).toBe('Где это?');
  expect(spokenLanguages.get()[3]).toBe('de');
  hideTranslation(7);
  expect(shownTranslations.get()).toEqual({});
});

test('what went wrong stands beside the message, with the words of the service', async () => {
  vi.spyOn(server, 'post').mockRejectedValue(new Problem(503, 'translation_key', 'no', [], { said: 'Invalid API key' }));
  await showTranslation(message, 'ru');
  expect(translationTrouble(shownTranslations.get()[7]?.error).said).toBe('Invalid API key');
});

test.each([
  ['en-US', ['de', 'en'], 'en'],
  ['zh', ['en', 'zh-Hans', 'zh-Hant'], 'zh-Hans'],
  ['pt_BR', ['pt', 'pt-BR'], 'pt-BR'],
  ['tlh', ['de', 'en'], null],
  ['', ['de'], null],
])('%s among %j is %s', (wanted, known, found) => {
  expect(pickLanguage(wanted, known)).toBe(found);
});

test('a language is named as the reader calls it', () => {
  expect(languageName('de', 'en')).toBe('German');
  expect(languageName('??', 'en')).toBe('??');
});
