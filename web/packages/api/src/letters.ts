/** Shapes of the wire: what letters have beside their words. */
import type { Identity } from './contacts';

/** `quote`: whether the customer's last letter stands below; null is as the inbox has it. */
export interface LetterRecipients {
  to: string[];
  cc: string[];
  bcc: string[];
  quote: boolean | null;
}

export interface LetterPeople {
  to: string[];
  cc: string[];
}

/** With what a reply by e-mail begins; `all`: everybody is answered unless the operator says otherwise. */
export interface LetterStart {
  reply: LetterPeople;
  reply_all: LetterPeople;
  all: boolean;
  quote: { message_id: number; author: string; at: string; text: string } | null;
  quotes: boolean;
  signature: string;
  recipients_max: number;
}

export interface MailboxChoice {
  id: number;
  name: string;
  address: string;
}

export interface ForwardStart {
  subject: string;
  mailboxes: MailboxChoice[];
  recipients_max: number;
}

/** By which addresses somebody can be written to first; `running` is their open conversation. */
export interface PhoneLine {
  id: number;
  name: string;
  channel: string;
}

export interface ConversationStart {
  identities: Identity[];
  mailboxes: MailboxChoice[];
  lines: PhoneLine[];
  running: number | null;
  email: string;
  phone: string;
}
