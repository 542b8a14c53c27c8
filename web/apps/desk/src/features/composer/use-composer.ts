/** The state of the open composer: tab, text, subject and address, all of it in the draft. */
import type { ButtonSketch, Conversation, Identity } from '@otklik/api';
import { useEffect, useState } from 'react';
import { draftRequest } from '~/shared/draft-request';
import { loadDrafts, saveDraftsOf } from '~/shared/draft-sync';
import { readDraft, useDraft, writeDraft, type DraftTab } from '~/shared/drafts';
import { useStore } from '~/shared/store';

export interface ComposerState {
  tab: DraftTab;
  setTab: (tab: DraftTab) => void;
  text: string;
  subject: string;
  setText: (text: string) => void;
  setSubject: (subject: string) => void;
  /** Buttons of the reply; a note has none. */
  buttons: ButtonSketch[][];
  setButtons: (buttons: ButtonSketch[][]) => void;
  identity: Identity | null;
  setIdentity: (id: number) => void;
}

const nothing: ButtonSketch[][] = [];

function replySubject(subject: string | null): string {
  if (!subject) return '';
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`;
}

export function useComposer(conversation: Conversation): ComposerState {
  const { id } = conversation;
  const [tab, setTab] = useState<DraftTab>(() => (readDraft(id, 'note') && !readDraft(id, 'reply') ? 'note' : 'reply'));
  const reply = useDraft(id, 'reply');
  const note = useDraft(id, 'note');
  const request = useStore(draftRequest);

  useEffect(() => {
    loadDrafts(id);
    return () => saveDraftsOf(id);
  }, [id]);
  useEffect(() => {
    if (request?.conversation !== id) return;
    setTab(request.tab);
    draftRequest.set(null);
  }, [request, id]);

  return {
    tab,
    setTab: (next) => {
      saveDraftsOf(id);
      setTab(next);
    },
    text: (tab === 'note' ? note : reply)?.text ?? '',
    subject: reply?.subject ?? replySubject(conversation.subject),
    setText: (text) => writeDraft(id, tab, { text }),
    setSubject: (subject) => writeDraft(id, 'reply', { subject }),
    buttons: (tab === 'reply' ? reply?.buttons : undefined) ?? nothing,
    setButtons: (buttons) => writeDraft(id, 'reply', { buttons: buttons.length > 0 ? buttons : undefined }),
    identity: identityOf(conversation, reply?.identity ?? null),
    // Another address has recipients of its own.
    setIdentity: (identity) => writeDraft(id, 'reply', { identity, mail: undefined }),
  };
}

/** The chosen address, else the one the contact used last, else any that can be written to. */
export function identityOf(conversation: Conversation, chosen: number | null): Identity | null {
  const { identities, reply_identity_id: last } = conversation;
  const wanted = identities.find((one) => one.id === chosen) ?? identities.find((one) => one.id === last);
  return wanted ?? identities.find((one) => one.reachable) ?? identities[0] ?? null;
}
