/** Shapes of the wire: what a search finds. */

export type SearchKind = 'messages' | 'contacts' | 'files' | 'all';

export interface Snippet {
  text: string;
  /** Offset and length in code points. */
  marks: [number, number][];
  cut_before: boolean;
  cut_after: boolean;
}

export interface FoundFile {
  id: number;
  name: string;
  mime: string;
  bytes: number | null;
  marks: [number, number][];
}

export interface MessageHit {
  id: number;
  conversation_id: number;
  seq: number;
  kind: string;
  direction: 'in' | 'out' | 'system';
  note: boolean;
  author_kind: string;
  author_name: string;
  channel: string | null;
  contact_id: number;
  contact_name: string;
  status: string;
  snippet: Snippet;
  files: FoundFile[];
  sent_at: string;
}

export interface ContactHit {
  id: number;
  name: string;
  email: string;
  phone: string;
  conversation_id: number | null;
}

export interface Found {
  contacts: ContactHit[];
  messages: MessageHit[];
  files: MessageHit[];
  totals: Record<string, number>;
  more: string[];
  corrected: string | null;
  next_cursor: string | null;
}

export interface FoundSeq {
  id: number;
  seq: number;
}

export interface FoundInConversation {
  items: FoundSeq[];
  total: number;
  more: boolean;
  forms: string[];
  corrected: string | null;
}
