/** Shapes of the wire: what letters have beside their words. */

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

export interface ForwardStart {
  subject: string;
  mailboxes: { id: number; name: string; address: string }[];
  recipients_max: number;
}
