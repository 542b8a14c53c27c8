import type { Message } from '@otklik/api';
import { clockTime, shortStamp, type Language } from '@otklik/i18n';

/** When the votes of a poll were counted: no later news of them come. Empty for a closed one, whose votes stay. */
export function votesMoment({ poll, sent_at, edited_at }: Pick<Message, 'poll' | 'sent_at' | 'edited_at'>, now: Date, language: Language, zone?: string): string {
  if (!poll || poll.closed) return '';
  const at = new Date(edited_at ?? sent_at);
  const [clock, stamp] = [clockTime(at, language, zone), shortStamp(at, now, language, zone)];
  return stamp === clock ? clock : `${stamp}, ${clock}`;
}
