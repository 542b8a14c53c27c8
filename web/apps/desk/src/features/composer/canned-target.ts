/** For whom prepared answers are filled in: a conversation, or somebody who is to be written to first. */
import type { InsertedResponse, RenderedResponse } from '@otklik/api';
import { server } from '~/shared/server';

/** What is known of somebody before there is a conversation, and by which way they are written to. */
export interface FirstAddressee {
  contact_id: number | null;
  inbox_id: number | null;
  address: string;
  name: string;
  subject: string;
}

export interface CannedTarget {
  /** What the answers are filled in from, to tell one target from another. */
  facts: number | FirstAddressee;
  /** Only in a conversation do macros run and answers found in the palette arrive. */
  conversational: boolean;
  render: (id: number, language: string | null, signal: AbortSignal) => Promise<RenderedResponse>;
  insert: (id: number, language: string | null) => Promise<InsertedResponse>;
}

export function inConversation(conversation: number): CannedTarget {
  const path = (id: number) => `/conversations/${conversation}/canned-responses/${id}`;
  return {
    facts: conversation,
    conversational: true,
    render: (id, language, signal) => server.get(path(id), { language }, signal),
    insert: (id, language) => server.post(`${path(id)}/insert`, { ...(language && { language }) }),
  };
}

export function writtenFirst(facts: FirstAddressee): CannedTarget {
  const path = (id: number) => `/conversations/start/canned-responses/${id}`;
  const asked = (language: string | null) => ({ ...facts, ...(language && { language }) });
  return {
    facts,
    conversational: false,
    render: (id, language) => server.post(path(id), asked(language)),
    insert: (id, language) => server.post(`${path(id)}/insert`, asked(language)),
  };
}
