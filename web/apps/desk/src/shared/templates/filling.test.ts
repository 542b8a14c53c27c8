import type { ProviderTemplate } from '@otklik/api';
import { expect, test } from 'vitest';
import { buttonTitle, chosenValues, findTemplates, isFilled, placeOf, readOut, stretches } from './filling';

const gap = (key: string, kind: 'text' | 'payload' = 'text') => ({ key, kind, label: '', example: '' });
const order: ProviderTemplate = {
  name: 'order_ready', language: 'ru', category: 'utility', status: 'approved', sendable: true,
  header: 'Заказ {{1}}', body: 'Здравствуйте, {{ 1 }}! Ждём до {{2}}.', footer: 'Чайная лавка', file: '',
  buttons: [{ title: 'Где вы?', url: '', phone: '' }], gaps: [gap('header.1'), gap('body.1'), gap('body.2'), gap('button.0', 'payload')], obstacle: '', reason: '',
};
const values = { 'header.1': '№ 7', 'body.1': ' Вера \n Петрова ', 'body.2': '{{1}}' };

test('the customer reads the filled words, and a value is not read again', () => {
  expect(readOut(order, values)).toBe('Заказ № 7\n\nЗдравствуйте, Вера Петрова! Ждём до {{1}}.\n\nЧайная лавка');
  expect(readOut(order, {})).toContain('{{ 1 }}');
});

test('a gap is known by its key where it stands', () => {
  expect(stretches('body', order.body, {}).map((one) => one.key)).toEqual([null, 'body.1', null, 'body.2', null]);
  expect(buttonTitle(order, 0, values)).toBe('Где вы?');
  expect(placeOf(gap('body.2'))).toEqual({ place: 'body', button: 0, name: '{{2}}' });
  expect(placeOf(gap('button.1.2'))).toEqual({ place: 'button', button: 1, name: '{{2}}' });
  expect(placeOf(gap('code')).name).toBe('code');
});

test('it is filled when nothing it needs is empty or too long', () => {
  expect(isFilled(order, values, false)).toBe(true);
  expect(isFilled(order, { ...values, 'body.2': '  ' }, false)).toBe(false);
  expect(isFilled(order, { ...values, 'body.2': '🙂'.repeat(1024) }, false)).toBe(true);
  expect(isFilled(order, { ...values, 'body.2': '🙂'.repeat(1025) }, false)).toBe(false);
  expect(isFilled({ ...order, file: 'image' }, values, false)).toBe(false);
  expect(isFilled({ ...order, file: 'image' }, values, true)).toBe(true);
});

test('only known gaps with words in them are sent', () => {
  expect(chosenValues(order, { ...values, 'body.9': 'x', 'button.0': ' ' })).toEqual({ 'header.1': '№ 7', 'body.1': 'Вера Петрова', 'body.2': '{{1}}' });
});

test('what is looked for may stand in the name or in the words, and what cannot be sent comes last', () => {
  const pending = { ...order, name: 'a_spring', sendable: false };
  expect(findTemplates([pending, order], '').map((one) => one.name)).toEqual(['order_ready', 'a_spring']);
  expect(findTemplates([pending, order], 'ЛАВКА order').map((one) => one.name)).toEqual(['order_ready']);
  expect(findTemplates([order], 'нет такого')).toEqual([]);
});
