import { expect, test } from 'vitest';
import en from '~/shared/locales/en';
import ru from '~/shared/locales/ru';
import { named } from './named';

function textOf(words: object, key: string): unknown {
  return key.split(/[:.]/).reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], words);
}

test.each([ru, en])('everything that can be found in settings has a name in both languages', (words) => {
  const keys = named.flatMap((one) => [one.name, ...(one.also ?? [])]);
  expect(keys.filter((key) => typeof textOf(words, key) !== 'string')).toEqual([]);
});
