import { expect, test } from 'vitest';
import { groupRights } from './rights';

test('each right stands once, and one we do not know with the company', () => {
  expect(groupRights(['contacts.view', 'contacts.view', 'new.thing', 'conversations.view'])).toEqual([
    { group: 'conversations', rights: ['conversations.view'] },
    { group: 'contacts', rights: ['contacts.view'] },
    { group: 'company', rights: ['new.thing'] },
  ]);
});
