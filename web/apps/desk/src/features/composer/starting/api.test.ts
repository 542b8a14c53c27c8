import { expect, test } from 'vitest';
import type { Begun } from '~/shared/starting';
import { bodyOf } from './api';

const BEGUN: Begun = { client: 'c', contact: { id: 7, name: 'Вера' }, identity: 3, inbox: null, address: '', name: '', cc: [], bcc: [], subject: 'Счёт', text: 'Верно?', files: [], buttons: [] };

test('buttons of a first message are sent as those of a reply', () => {
  expect(bodyOf(BEGUN, false)).not.toHaveProperty('buttons');
  const buttons = [[{ title: ' Да ', payload: '', url: null }, { title: 'Сайт', payload: '', url: 'https://shop.example' }]];
  expect(bodyOf({ ...BEGUN, buttons }, false)).toMatchObject({ identity_id: 3, buttons: [[{ title: 'Да' }, { title: 'Сайт', url: 'https://shop.example' }]] });
});

test('only a letter has a subject and copies', () => {
  expect(bodyOf(BEGUN, false)).not.toHaveProperty('subject');
  expect(bodyOf({ ...BEGUN, identity: null, inbox: 2, address: 'v@example.test' }, true)).toMatchObject({ subject: 'Счёт', inbox_id: 2, address: 'v@example.test' });
});
