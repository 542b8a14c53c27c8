import type { ConversationStart } from '@otklik/api';
import { expect, test } from 'vitest';
import type { Begun } from '~/shared/starting';
import { addresseeOf } from './use-first-canned';

const BEGUN: Begun = { client: 'c', contact: { id: 7, name: 'Вера' }, identity: 3, inbox: null, address: 'v@example.test', name: 'Вера', cc: [], bcc: [], subject: 'Счёт', text: '', files: [], buttons: [] };
const START = { identities: [{ id: 3, inbox_id: 5 }], mailboxes: [{ id: 9 }, { id: 10 }], lines: [], running: null, email: '', phone: '' } as unknown as ConversationStart;

test('an address of theirs says by which inbox, and only a letter has a subject', () => {
  expect(addresseeOf(BEGUN, START, false)).toEqual({ contact_id: 7, inbox_id: 5, address: '', name: '', subject: '' });
  expect(addresseeOf(BEGUN, undefined, true)).toMatchObject({ inbox_id: null, subject: 'Счёт' });
});

test('a new address leaves by the mailbox chosen, or the first', () => {
  const fresh = { ...BEGUN, contact: null, identity: null };
  expect(addresseeOf(fresh, START, true)).toEqual({ contact_id: null, inbox_id: 9, address: 'v@example.test', name: 'Вера', subject: 'Счёт' });
  expect(addresseeOf({ ...fresh, inbox: 10 }, START, true).inbox_id).toBe(10);
});
