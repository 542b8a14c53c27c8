import { expect, test } from 'vitest';
import { offerTags } from './offer-tags';

const tag = (id: number, name: string) => ({ id, name, tone: 0 });
const all = [tag(1, 'Возврат'), tag(2, 'Доставка'), tag(3, 'Срочный возврат'), tag(4, 'Ёлка 🎄')];
const ids = (words: string, own = [] as typeof all) => offerTags(all, own, words).tags.map((one) => one.id);

test('tags of the conversation stand first, then those that begin with the words', () => {
  expect(ids('возв')).toEqual([1, 3]);
  expect(ids('ВОЗВ', [tag(3, 'Срочный возврат')])).toEqual([3, 1]);
  expect(ids('🎄')).toEqual([4]);
});

test('a name nobody has used may become a tag, in one line', () => {
  expect(offerTags(all, [], '  новая   метка ').fresh).toBe('новая метка');
  expect(offerTags(all, [], ' ВОЗВРАТ ').fresh).toBeNull();
  expect(offerTags(all, [], '   ').fresh).toBeNull();
});
