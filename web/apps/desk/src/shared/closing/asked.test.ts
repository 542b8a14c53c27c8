import type { ConversationField, Topic } from '@otklik/api';
import { expect, test } from 'vitest';
import { readTyped, topicChoices, typedOf } from './asked';

const topic = (id: number, name: string, parent: number | null, archived = false): Topic => ({ id, name, parent_id: parent, archived });
const field = (key: string, kind: ConversationField['kind'], required = false): ConversationField => ({ id: 1, key, name: key, kind, choices: [], required, archived: false });

test('topics are named with those above them; the archived ones are not offered', () => {
  const topics = [topic(1, 'Доставка', null), topic(2, 'Опоздали', 1), topic(3, 'Оплата', null), topic(4, 'Старое', 1, true)];
  expect(topicChoices(topics)).toEqual([
    { value: '1', label: 'Доставка' },
    { value: '2', label: 'Доставка › Опоздали' },
    { value: '3', label: 'Оплата' },
  ]);
});

test('the form gives what has changed, numbers as people write them', () => {
  const fields = [field('sum', 'number'), field('city', 'text'), field('day', 'date'), field('vip', 'flag')];
  const before = { sum: 10, city: 'Омск', day: '2026-11-01' };
  const typed = { ...typedOf(before), sum: '1 500,50', day: '', vip: false };
  expect(readTyped(fields, typed, before)).toEqual({ values: { sum: 1500.5, day: null, vip: false }, faults: {} });
});

test('what is needed and what is no number are named', () => {
  const fields = [field('sum', 'number'), field('city', 'text', true), field('vip', 'flag', true)];
  expect(readTyped(fields, { sum: 'много', city: '  ' }, {}).faults).toEqual({ sum: 'notNumber', city: 'needed', vip: 'needed' });
  expect(readTyped(fields, { sum: '-1', city: 'x', vip: false }, {}).faults).toEqual({});
});
