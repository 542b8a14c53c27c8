/** Shapes of the wire: what is put on messages: our own reactions, pins; stickers, polls. */
import type { Delivery, MessageKind, Named } from './conversations';

/** The company's reaction: who gave it, and how far it has come. */
export interface OwnReaction {
  emoji: string | null;
  by: Named;
  state: 'queued' | 'sent' | 'failed';
  error: Delivery['error'];
}

/** A message pinned over its conversation, and who pinned it when. */
export interface PinnedMessage {
  message_id: number;
  seq: number;
  kind: MessageKind;
  author_name: string;
  text: string;
  by: Named;
  at: string;
}

/** A sticker that was sent or received lately. */
export interface KnownSticker {
  id: number;
  mime: string;
  emoji: string | null;
  width: number | null;
  height: number | null;
  url: string;
}

/** A question with answers to choose; the question is the text of the message, votes are as far as the channel tells. */
export interface Poll {
  options: { text: string; votes: number }[];
  votes: number;
  multiple: boolean;
  closed: boolean;
  quiz: boolean;
}
