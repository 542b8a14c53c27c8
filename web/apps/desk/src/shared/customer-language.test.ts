import { expect, test } from 'vitest';
import { languageOf } from './customer-language';

test.each([
  ['Где мой заказ?', '', 'ru'],
  ['Where is my order?', '', 'en'],
  ['Where is my order? Заказ', '', 'en'],
  ['Де моє замовлення? Воно їде', '', 'uk'],
  ['Дзе мой заказ? Ён тут ужо быў', '', 'be'],
  ['Тапсырысым қайда?', '', 'kk'],
  ['Где мой заказ?', 'kk', 'kk'],
  ['Где мой заказ?', 'en', 'ru'],
  ['Where is my order?', 'ru', 'en'],
  ['Wo ist meine Bestellung?', 'de-DE', 'de'],
  ['Wo ist der Schlüssel?', '', undefined],
  ['注文はどこですか', 'ja', 'ja'],
  ['注文はどこですか', '', undefined],
  ['ок', 'ru', 'ru'],
  ['🙂', '', undefined],
  ['12 345', 'en', 'en'],
  ['', '', undefined],
])('%s by a speaker of "%s" is %s', (text, known, language) => {
  expect(languageOf(text, known)).toBe(language);
});
