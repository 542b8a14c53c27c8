import type { Identity } from '@otklik/api';
import i18next from 'i18next';
import { useLanguage } from './i18n';

interface Person {
  id: number;
  name: string;
}

/** What to call somebody: who has not said their name is told from others by a number that stays theirs. */
export function personName(person: Person, channel: string | null | undefined): string {
  if (person.name) return person.name;
  return i18next.t(channel === 'webchat' ? 'app:person.visitor' : 'app:person.customer', { number: person.id });
}

/** The same, said again when the language changes. */
export function usePersonName(): typeof personName {
  useLanguage();
  return personName;
}

/** An address as a person would say it; empty when the channel knows it only by a key of its own. */
export function addressName(identity: Identity): string {
  const opaque = identity.channel === 'webchat' && identity.display === identity.external_id;
  return opaque ? '' : identity.display;
}
