/** "отложить завтра в 9", "snooze 2h": the moment that was said, when it was said about snoozing. */
import { readPhrase } from '~/shared/when/phrase';

const verb = /^(?:отложи(?:ть)?|напомни(?:ть)?|snooze|remind(?: me)?)\s+(?:до\s+|until\s+)?/iu;

export function readMoment(query: string, now: Date): Date | null {
  const said = query.trim();
  const words = said.replace(verb, '');
  // Without the verb only what is no number of a conversation and no name: the phrase must say more than a figure.
  if (words === said && !/[\p{L}:]/u.test(said)) return null;
  const at = readPhrase(words, now);
  return at && at > now ? at : null;
}
