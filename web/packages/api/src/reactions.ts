/** Shapes of the wire: our own reactions on messages. */
import type { Delivery, Named } from './conversations';

/** The company's reaction: who gave it, and how far it has come. */
export interface OwnReaction {
  emoji: string | null;
  by: Named;
  state: 'queued' | 'sent' | 'failed';
  error: Delivery['error'];
}
