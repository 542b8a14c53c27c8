/** Shapes of the wire: what is written and not sent. */
import type { ButtonSketch } from './buttons';
import type { Upload } from './conversations';
import type { LetterRecipients } from './letters';

/** A state of a draft: `revision` grows with every change, `device` is one open page. */
export interface DraftMark {
  revision: number;
  device: string;
}

/** One's own unsent message; without text, attachments and buttons it was sent or emptied. */
export interface Draft extends DraftMark {
  conversation_id: number;
  tab: 'reply' | 'note';
  text: string;
  subject: string;
  identity_id: number | null;
  reply_to: { id: number; seq: number; author_name: string; text: string } | null;
  mail: LetterRecipients | null;
  attachments: Upload[];
  buttons: ButtonSketch[][];
  /** A text that lost against this one. */
  replaced: string;
  updated_at: string;
}

export interface DraftBrief {
  conversation_id: number;
  tab: 'reply' | 'note';
  revision: number;
  preview: string;
  updated_at: string;
}
