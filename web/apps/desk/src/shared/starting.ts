/** A first message that is being written: kept in this browser until it has gone, whatever becomes of the page. */
import { uuid7, type Upload } from '@otklik/api';
import type { Rows } from './keyboards/rows';
import { forget, keep, recall } from './kept';
import { usePermission, useSession } from './session';
import { createStore } from './store';

export interface Whom {
  id: number;
  name: string;
}

export interface Begun {
  /** Of the message: another one for another person. */
  client: string;
  contact: Whom | null;
  identity: number | null;
  inbox: number | null;
  address: string;
  name: string;
  cc: string[];
  bcc: string[];
  subject: string;
  text: string;
  files: Upload[];
  buttons: Rows;
}

const NAME = 'begun';
const nobody = { contact: null, identity: null, inbox: null, address: '', name: '' };

function nothing(): Begun {
  return { ...nobody, client: uuid7(), cc: [], bcc: [], subject: '', text: '', files: [], buttons: [] };
}

/** Whether the dialogue stands open. */
export const writing = createStore(false);
export const begun = createStore<Begun>({ ...nothing(), ...(recall(NAME) as Partial<Begun> | null) });

/** Opens the dialogue; what was begun for somebody else keeps its words. */
export function writeTo(contact: Whom | null): void {
  if (contact && contact.id !== begun.get().contact?.id) choosePerson({ contact });
  writing.set(true);
}

export function choosePerson(part: Partial<Pick<Begun, 'contact' | 'address'>>): void {
  changeBegun({ ...nobody, client: uuid7(), ...part });
}

export function changeBegun(part: Partial<Begun>): void {
  begun.set((now) => ({ ...now, ...part }));
  keep(NAME, begun.get());
}

/** It has gone, or the person at the desk has. */
export function dropBegun(): void {
  begun.set(nothing());
  forget(NAME);
}

/** Whether whoever sits here may write first; somebody who only looks on may not. */
export function useMayStart(): boolean {
  const { viewing } = useSession();
  const replies = usePermission('conversations.reply');
  const people = usePermission('contacts.view');
  return replies && people && !viewing;
}
