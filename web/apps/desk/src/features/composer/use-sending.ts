import type { Conversation, KnownSticker, LetterRecipients, Message, Upload } from '@otklik/api';
import { useQueryClient } from '@tanstack/react-query';
import { takeDraft } from '~/shared/drafts';
import type { Closing } from '~/shared/labels';
import { asNew } from '~/shared/keyboards/rows';
import { keys } from '~/shared/keys';
import type { Nap } from '~/shared/nap';
import { postMessage, type Hold } from '~/shared/outbox';
import { tellProblem } from '~/shared/problem-text';
import { useReplyTarget } from '~/shared/reply-target';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import type { ComposerState } from './use-composer';
import type { Mentions } from './use-mentions';
import type { Uploads } from './use-uploads';

/** When a message shall leave instead of now. */
export interface Later {
  at: string;
  unless_answered: boolean;
}

/** Closes for a reason, or puts off, once the reply has gone: taking the reply back takes this back as well. */
export type Then = { resolves: Closing } | { snoozes: Nap };

export type SendAlso = 'take' | 'resolve' | Later | Then;

interface SendingFacts {
  stopped: boolean;
  /** To whom a letter goes. */
  mail: LetterRecipients | undefined;
  onSend: () => void;
}

export interface Sending {
  ready: boolean;
  send: (also?: SendAlso) => void;
  /** A sticker is a message of its own; what is being written stays. */
  sendSticker: (sticker: KnownSticker) => void;
}

export function useSending(conversation: Conversation, state: ComposerState, uploads: Uploads, mentions: Mentions, { stopped, mail, onSend }: SendingFacts): Sending {
  const client = useQueryClient();
  const undoSeconds = useSession().operator.preferences.undo_send_s;
  const target = useReplyTarget(conversation.id);
  const files = uploads.files.flatMap((one) => one.upload ?? []);
  const text = state.text.trim();
  const refused = uploads.files.some((one) => one.refusal !== null);
  const ready = !stopped && !uploads.busy && !refused && (text !== '' || files.length > 0);
  const note = state.tab === 'note';

  const send = (also?: SendAlso) => {
    if (!ready) return;
    const lastSeq = client.getQueryData<{ items: Message[] }>(keys.thread(conversation.id))?.items.at(-1)?.seq;
    const named = mentions.read();
    const hold = note ? undefined : holdOf(undoSeconds, also);
    postMessage({
      conversation_id: conversation.id,
      uploads: files,
      hold,
      ...(also === 'resolve' && !hold && { resolves: true }),
      ...(isThen(also) && !hold && also),
      quoted: !note && target ? { author_name: target.author, text: target.text } : null,
      message: {
        kind: state.tab,
        ...(text && { text, formatting: 'signs' as const }),
        ...(files.length > 0 && { attachments: files.map((one) => one.id) }),
        ...(!note && target && { reply_to: target.id }),
        ...(!note && state.identity && { identity_id: state.identity.id }),
        ...(!note && state.identity?.channel === 'email' && state.subject.trim() && { subject: state.subject.trim() }),
        ...(!note && state.buttons.length > 0 && { buttons: asNew(state.buttons) }),
        ...(mail && { mail }),
        ...(!note && lastSeq !== undefined && { seen_seq: lastSeq }),
        ...(named.length > 0 && { mentions: named }),
        draft: takeDraft(conversation.id, state.tab),
      },
    });
    onSend();
    if (also === 'take') void server.post(`/conversations/${conversation.id}/assign`, { operator_id: 'me' }).catch(tellProblem);
  };
  const sendSticker = (sticker: KnownSticker) => {
    server
      .post<Upload>(`/stickers/${sticker.id}/uploads`, {})
      .then((upload) => {
        const lastSeq = client.getQueryData<{ items: Message[] }>(keys.thread(conversation.id))?.items.at(-1)?.seq;
        postMessage({
          conversation_id: conversation.id,
          uploads: [upload],
          hold: holdOf(undoSeconds),
          quoted: null,
          message: { kind: 'reply', attachments: [upload.id], ...(state.identity && { identity_id: state.identity.id }), ...(lastSeq !== undefined && { seen_seq: lastSeq }) },
        });
      })
      .catch(tellProblem);
  };
  return { ready, send, sendSticker };
}

function isThen(also?: SendAlso): also is Then {
  return typeof also === 'object' && ('resolves' in also || 'snoozes' in also);
}

/** What the message waits for: the chosen time, or the seconds in which it can be taken back. */
export function holdOf(undoSeconds: number, also?: SendAlso): Hold | undefined {
  if (typeof also === 'object' && 'at' in also) return { at: also.at, unless_answered: also.unless_answered };
  if (undoSeconds === 0) return undefined;
  if (isThen(also)) return { delay_s: undoSeconds, ...('resolves' in also ? { closing: also.resolves } : { snooze: also.snoozes }) };
  return { delay_s: undoSeconds, ...(also === 'resolve' && { resolve: true }) };
}
