import type { Conversation, Message } from '@otklik/api';
import { useQueryClient } from '@tanstack/react-query';
import { takeDraft } from '~/shared/drafts';
import { keys } from '~/shared/keys';
import { postMessage } from '~/shared/outbox';
import { tellProblem } from '~/shared/problem-text';
import { useReplyTarget } from '~/shared/reply-target';
import { server } from '~/shared/server';
import type { ComposerState } from './use-composer';
import type { Uploads } from './use-uploads';

export type SendAlso = 'take' | 'resolve';

export interface Sending {
  ready: boolean;
  send: (also?: SendAlso) => void;
}

export function useSending(conversation: Conversation, state: ComposerState, uploads: Uploads, stopped: boolean): Sending {
  const client = useQueryClient();
  const target = useReplyTarget(conversation.id);
  const files = uploads.files.flatMap((one) => one.upload ?? []);
  const text = state.text.trim();
  const refused = uploads.files.some((one) => one.refusal !== null);
  const ready = !stopped && !uploads.busy && !refused && (text !== '' || files.length > 0);
  const note = state.tab === 'note';

  const send = (also?: SendAlso) => {
    if (!ready) return;
    const lastSeq = client.getQueryData<{ items: Message[] }>(keys.thread(conversation.id))?.items.at(-1)?.seq;
    postMessage({
      conversation_id: conversation.id,
      uploads: files,
      quoted: !note && target ? { author_name: target.author, text: target.text } : null,
      message: {
        kind: state.tab,
        ...(text && { text }),
        ...(files.length > 0 && { attachments: files.map((one) => one.id) }),
        ...(!note && target && { reply_to: target.id }),
        ...(!note && state.identity && { identity_id: state.identity.id }),
        ...(!note && state.identity?.channel === 'email' && state.subject.trim() && { subject: state.subject.trim() }),
        ...(!note && lastSeq !== undefined && { seen_seq: lastSeq }),
        draft: takeDraft(conversation.id, state.tab),
      },
    });
    if (also) void follow(conversation.id, also).catch(tellProblem);
  };
  return { ready, send };
}

async function follow(conversation: number, also: SendAlso): Promise<void> {
  if (also === 'take') await server.post(`/conversations/${conversation}/assign`, { operator_id: 'me' });
  else await server.post(`/conversations/${conversation}/resolve`, {});
}
