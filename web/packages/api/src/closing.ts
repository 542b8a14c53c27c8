/** Shapes of the wire: what a conversation is about, and to which it belongs. */
import type { ConversationStatus, Named } from './conversations';

/** What a conversation is closed for. */
export type ClosingReason = Named;

/** What a conversation can be about, as a tree: the list stands in its order, each after the one above it. */
export interface Topic extends Named {
  parent_id: number | null;
  archived: boolean;
}

export type FieldValue = string | number | boolean | null;

/** A field of the company's own, asked when a conversation is closed. */
export interface ConversationField extends Named {
  key: string;
  kind: 'text' | 'number' | 'choice' | 'date' | 'flag';
  choices: string[];
  required: boolean;
  archived: boolean;
}

/** What must be said before many can all be closed; counts of those that need it and have none. */
export interface ClosingNeeds {
  total: number;
  reason: boolean;
  topic: number;
  fields: Record<string, number>;
}

/** A conversation to which another belongs, or which belongs to it. */
export interface LinkedConversation {
  id: number;
  status: ConversationStatus;
  subject: string | null;
  contact_name: string;
}
