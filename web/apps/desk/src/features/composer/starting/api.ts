import type { Contact, Conversation, ConversationStart, Page } from '@otklik/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { asNew } from '~/shared/keyboards/rows';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import type { Begun } from '~/shared/starting';
import type { Ready } from '~/shared/templates/template-dialog';
import type { Later } from '../use-sending';

const FOUND = 8;

/** By what somebody can be written to first; of nobody in particular, through which mailboxes. */
export function useStart(contact: number | null) {
  return useQuery({
    queryKey: keys.start(contact),
    queryFn: ({ signal }) => server.get<ConversationStart>('/conversations/start', contact === null ? undefined : { contact_id: contact }, signal),
    staleTime: 0,
  });
}

/** Customers whose name, phone or address begins so. */
export function usePeopleFound(q: string) {
  return useQuery({
    queryKey: keys.peopleFound(q),
    queryFn: async ({ signal }) => (await server.get<Page<Contact>>('/contacts', { q, limit: FOUND }, signal)).items,
    enabled: q !== '',
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
}

export function useStarting(letter: boolean, onBegun: (conversation: Conversation) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ said, later, template }: { said: Begun; later: Later | null; template?: Ready }) => server.post<Conversation>('/conversations', { ...bodyOf(said, letter, later), ...(template && instead(template)) }),
    onSuccess: (conversation) => {
      client.setQueryData(keys.conversation(conversation.id), conversation);
      onBegun(conversation);
    },
  });
}

/** A template goes in the place of all words. */
export function instead({ choice, file }: Ready) {
  return { template: choice, text: '', buttons: [], attachments: file ? [file.id] : [] };
}

/** What is sent: only a letter has a subject and copies; one that waits says until when. */
export function bodyOf({ client, contact, identity, inbox, address, name, cc, bcc, subject, text, files, buttons }: Begun, letter: boolean, later: Later | null) {
  return {
    client_id: client,
    contact_id: contact?.id ?? null,
    ...(identity === null ? { inbox_id: inbox, address, name } : { identity_id: identity }),
    ...(letter && { subject, mail: { to: [], cc, bcc } }),
    text,
    formatting: 'signs',
    attachments: files.map((file) => file.id),
    ...(buttons.length > 0 && { buttons: asNew(buttons) }),
    ...later,
  };
}
