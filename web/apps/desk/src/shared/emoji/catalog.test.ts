import { expect, test } from 'vitest';
import { findColon, findEmoji, readEmoji } from './catalog';

const all = [
  readEmoji(['😀', 0, 'широко улыбается', 'grinning face', 'лицо улыбка smile', 'grinning']),
  readEmoji(['😄', 0, 'улыбается, глаза-щёлочки', 'grinning face with smiling eyes', 'весёлый', 'smile']),
  readEmoji(['👍', 1, 'большой палец вверх', 'thumbs up', 'класс +1', '+1 thumbsup', '👍🏻', '👍🏼', '👍🏽', '👍🏾', '👍🏿']),
  readEmoji(['❤️', 0, 'красное сердце', 'red heart', 'любовь', 'heart']),
];

const signs = (query: string) => findEmoji(all, query).map((one) => one.sign);

test.each([
  ['smile', ['😄', '😀']],
  ['улыб', ['😄', '😀']],
  ['палец', ['👍']],
  ['+1', ['👍']],
  ['Щелочки', ['😄']],
  ['red he', ['❤️']],
  ['нет такого', []],
  ['', []],
])('%s finds %j', (query, found) => expect(signs(query)).toEqual(found));

test.each([
  ['Привет :smi', { start: 7, query: 'smi' }],
  ['Привет :smile:', { start: 7, query: 'smile:' }],
  [':да', { start: 0, query: 'да' }],
  ['в 10:30', null],
  ['https://a', null],
  [':)', null],
  [':s', null],
  ['ночью :wave now', null],
])('of «%s» a name is being typed: %j', (text, found) => expect(findColon(text, text.length)).toEqual(found));
