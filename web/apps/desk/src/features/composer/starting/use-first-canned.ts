/** Canned responses in a first message: filled in for whom it goes to, by the way it goes. */
import type { ConversationStart } from '@otklik/api';
import type { RefObject } from 'react';
import { useCaret } from '~/shared/caret';
import { changeBegun, type Begun } from '~/shared/starting';
import { writtenFirst, type FirstAddressee } from '../canned-target';
import { useCanned, type Canned } from '../use-canned';
import type { FirstFiles } from './use-files';
import { inboxOf } from './first-way';

interface Surroundings {
  begun: Begun;
  start: ConversationStart | undefined;
  letter: boolean;
  files: FirstFiles;
  field: RefObject<HTMLTextAreaElement | null>;
}

export function useFirstCanned({ begun, start, letter, files, field }: Surroundings): Canned {
  const canned = useCanned({
    target: writtenFirst(addresseeOf(begun, start, letter)),
    state: {
      tab: 'reply',
      text: begun.text,
      setText: (text) => changeBegun({ text }),
      buttons: begun.buttons,
      setButtons: (buttons) => changeBegun({ buttons }),
    },
    uploads: files,
    field,
  });
  useCaret(field, canned.onSelect);
  return canned;
}

/** What variables are filled in from: only a letter has a subject, and without an address of theirs it leaves by a mailbox. */
export function addresseeOf({ contact, identity, inbox, address, name, subject }: Begun, start: ConversationStart | undefined, letter: boolean): FirstAddressee {
  const known = start?.identities.find((one) => one.id === identity);
  const ours = inboxOf({ identity, inbox, address }, start);
  return {
    contact_id: contact?.id ?? null,
    inbox_id: known?.inbox_id ?? (identity === null ? ours : null),
    address: identity === null ? address : '',
    name: contact ? '' : name,
    subject: letter ? subject : '',
  };
}
