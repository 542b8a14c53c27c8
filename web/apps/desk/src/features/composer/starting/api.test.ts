import { expect, test } from 'vitest';
import type { Begun } from '~/shared/starting';
import { bodyOf } from './api';

const BEGUN: Begun = { client: 'c', contact: { id: 7, name: 'Вера' }, identity: 3, inbox: null, address: '', name: '', cc: [], bcc: [], subject: 'Счёт', text: 'Верно?', files: [], buttons: [] };

test('buttons of a first message are sent as those of a reply', () => {
  expect(bodyOf(BEGUN, false, null)).not.toHaveProperty('buttons');
  const buttons = [[{ title: ' Да ', payload: '', url: null }, { title: 'Сайт', payload: '', url: 'https://shop.example' }]];
  expect(bodyOf({ ...BEGUN, buttons }, false, null)).toMatchObject({ identity_id: 3, buttons: [[{ title: 'Да' }, { title: 'Сайт', url: 'https://shop.example' }]] });
});

test('only a letter has a subject and copies', () => {
  expect(bodyOf(BEGUN, false, null)).not.toHaveProperty('subject');
  expect(bodyOf({ ...BEGUN, identity: null, inbox: 2, address: 'v@example.test' }, true, null)).toMatchObject({ subject: 'Счёт', inbox_id: 2, address: 'v@example.test' });
});

test('a message that waits says until when', () => {
  const later = { at: '2026-11-24T06:00:00.000Z', unless_answered: false };
  expect(bodyOf(BEGUN, false, later)).toMatchObject(later);
  expect(bodyOf(BEGUN, false, null)).not.toHaveProperty('at');
});
