/** To whom the letter in the composer goes: as the last one asks for until the operator chooses, then as the draft says. */
import type { Conversation, Identity, LetterPeople, LetterRecipients, LetterStart } from '@otklik/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDraft, writeDraft } from '~/shared/drafts';
import { keys } from '~/shared/keys';
import { isAddress, RECIPIENTS_MAX, sameLine } from '~/shared/letters/addresses';
import { server } from '~/shared/server';

export type LetterLine = 'to' | 'cc' | 'bcc';
export type ReplyMode = 'reply' | 'reply_all';

export interface LetterState {
  start: LetterStart | null;
  lines: LetterRecipients;
  /** What goes with the message; nothing before the start is known, when the server chooses. */
  chosen: LetterRecipients | undefined;
  wrong: boolean;
  tooMany: boolean;
  mode: ReplyMode | null;
  /** Whether both ways of answering differ. */
  offersAll: boolean;
  quoted: boolean;
  setLine: (line: LetterLine, addresses: string[]) => void;
  setMode: (mode: ReplyMode) => void;
  setQuoted: (quoted: boolean) => void;
}

const NOBODY: LetterRecipients = { to: [], cc: [], bcc: [], quote: null };

export function modeOf(lines: LetterRecipients, start: LetterStart | null): ReplyMode | null {
  const is = (people: LetterPeople) => sameLine(lines.to, people.to) && sameLine(lines.cc, people.cc);
  if (!start) return null;
  if (is(start.reply_all)) return 'reply_all';
  return is(start.reply) ? 'reply' : null;
}

export function usualLines(start: LetterStart | null): LetterRecipients {
  if (!start) return NOBODY;
  const people = start.all ? start.reply_all : start.reply;
  return { ...people, bcc: [], quote: null };
}

export function useLetter(conversation: Conversation, identity: Identity | null): LetterState | null {
  const { id } = conversation;
  const draft = useDraft(id, 'reply');
  const { data } = useQuery({
    queryKey: keys.letter(id, identity?.id ?? 0, conversation.last_seq),
    queryFn: ({ signal }) => server.get<LetterStart>(`/conversations/${id}/letter`, { identity_id: identity?.id }, signal),
    enabled: identity?.reachable === true,
    staleTime: Infinity,
    placeholderData: (before, query) => (query?.queryKey[1] === id && query.queryKey[2] === identity?.id ? keepPreviousData(before) : undefined),
  });
  if (!identity) return null;
  const start = data ?? null;
  const lines = draft?.mail ?? usualLines(start);
  const everybody = [...lines.to, ...lines.cc, ...lines.bcc];
  const tooMany = everybody.length > RECIPIENTS_MAX;
  const own = identity.external_id.toLowerCase();
  const write = (part: Partial<LetterRecipients>) => writeDraft(id, 'reply', { mail: { ...lines, ...part } });
  return {
    start,
    lines,
    chosen: draft?.mail ?? (start ? lines : undefined),
    wrong: tooMany || (start !== null && lines.to.length === 0) || everybody.some((one) => !isAddress(one) && one.toLowerCase() !== own),
    tooMany,
    mode: modeOf(lines, start),
    offersAll: start !== null && !(sameLine(start.reply.to, start.reply_all.to) && sameLine(start.reply.cc, start.reply_all.cc)),
    quoted: Boolean(start?.quote) && (lines.quote ?? start?.quotes ?? false),
    setLine: (line, addresses) => write({ [line]: addresses }),
    setMode: (mode) => start && write(start[mode]),
    setQuoted: (quote) => write({ quote }),
  };
}
