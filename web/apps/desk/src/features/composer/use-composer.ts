/** The state of the open composer: tab, text, subject and address, backed by the local draft. */
import type { Conversation, Identity } from '@otklik/api';
import { useEffect, useState } from 'react';
import { draftRequest } from '~/shared/draft-request';
import { readDraft, writeDraft, type DraftTab } from '~/shared/drafts';
import { useStore } from '~/shared/store';

interface Written {
  text: string;
  subject: string;
}

export interface ComposerState {
  tab: DraftTab;
  setTab: (tab: DraftTab) => void;
  text: string;
  subject: string;
  setText: (text: string) => void;
  setSubject: (subject: string) => void;
  identity: Identity | null;
  setIdentity: (id: number) => void;
}

function written(conversation: Conversation, tab: DraftTab): Written {
  const draft = readDraft(conversation.id, tab);
  return { text: draft?.text ?? '', subject: draft?.subject ?? replySubject(conversation.subject) };
}

function replySubject(subject: string | null): string {
  if (!subject) return '';
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`;
}

export function useComposer(conversation: Conversation): ComposerState {
  const [tab, setTab] = useState<DraftTab>(() => (readDraft(conversation.id, 'note') && !readDraft(conversation.id, 'reply') ? 'note' : 'reply'));
  const [texts, setTexts] = useState(() => ({ reply: written(conversation, 'reply'), note: written(conversation, 'note') }));
  const [chosen, setIdentity] = useState<number | null>(null);
  const request = useStore(draftRequest);

  useEffect(() => {
    if (request?.conversation !== conversation.id) return;
    setTab(request.tab);
    setTexts((all) => ({ ...all, [request.tab]: { ...all[request.tab], text: readDraft(conversation.id, request.tab)?.text ?? '' } }));
    draftRequest.set(null);
  }, [request, conversation.id]);

  const change = (part: Partial<Written>) => {
    const next = { ...texts[tab], ...part };
    setTexts((all) => ({ ...all, [tab]: next }));
    writeDraft(conversation.id, tab, next);
  };

  return {
    tab,
    setTab,
    text: texts[tab].text,
    subject: texts.reply.subject,
    setText: (text) => change({ text }),
    setSubject: (subject) => change({ subject }),
    identity: identityOf(conversation, chosen),
    setIdentity,
  };
}

/** The chosen address, else the one the contact used last, else any that can be written to. */
export function identityOf(conversation: Conversation, chosen: number | null): Identity | null {
  const { identities, reply_identity_id: last } = conversation;
  const wanted = identities.find((one) => one.id === (chosen ?? last));
  return wanted ?? identities.find((one) => one.reachable) ?? identities[0] ?? null;
}
