/** By what a first message leaves: an address that is known, a mailbox of ours or a line that writes to numbers. */
import type { ConversationStart, PhoneLine } from '@otklik/api';
import { isAddress } from '~/shared/letters/addresses';
import { isPhone } from '~/shared/phones';
import type { Begun } from '~/shared/starting';

type Chosen = Pick<Begun, 'identity' | 'inbox' | 'address'>;
type Ours = Pick<ConversationStart, 'lines' | 'mailboxes'>;

/** The line by which a number is written to; null where it is an address of mail or one that is known. */
export function lineOf({ identity, inbox, address }: Chosen, start: Ours | undefined): PhoneLine | null {
  if (!start || identity !== null) return null;
  const chosen = start.lines.find((one) => one.id === inbox);
  if (chosen) return chosen;
  return inbox === null && isPhone(address) ? (start.lines[0] ?? null) : null;
}

/** The inbox that a new address is written to through. */
export function inboxOf(chosen: Chosen, start: Ours | undefined): number | null {
  return chosen.inbox ?? lineOf(chosen, start)?.id ?? start?.mailboxes[0]?.id ?? null;
}

/** Whether it is known where the message goes. */
export function isAimed(chosen: Chosen, start: Ours | undefined): boolean {
  return chosen.identity !== null || (lineOf(chosen, start) ? isPhone(chosen.address) : isAddress(chosen.address));
}
