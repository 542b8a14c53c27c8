import { expect, test } from 'vitest';
import { ratingWords } from './rating';

test.each([
  ['faces', 1, '😡 Ужасно, 1 из 5'],
  ['faces', 5, '😍 Отлично, 5 из 5'],
  ['thumbs', 1, '👎 Плохо'],
  ['thumbs', 5, '👍 Хорошо'],
  ['faces', 9, '9'],
  ['faces', null, ''],
])('%s %s reads %s', (scale, score, words) => expect(ratingWords(scale, score, 'ru')).toBe(words));
