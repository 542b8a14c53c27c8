/** A message as it looks until the server confirms it, and what is posted for it. */
import type { Attachment, Shown, Waiting } from './types';
import { uuid7 } from './uuid';

export interface Draft {
  text: string;
  files?: Attachment[];
  reply?: Shown | undefined;
  button?: Waiting['button'];
  greeting?: { id: number; text: string } | null | undefined;
}

export function pendingOf({ text, files = [], reply, button, greeting }: Draft): Shown {
  const at = new Date().toISOString();
  const reply_to = reply ? { id: reply.id, text: reply.text.slice(0, 200) } : null;
  const blank = { id: 0, seq: 0, author: null, marks: [], buttons: [], edited: false, deleted: false, status: null };
  return { ...blank, client_id: uuid7(), from: 'visitor', at, text, attachments: files, reply_to, ...(greeting && { greeting: greeting.text }), wait: { button, greeting: greeting?.id } };
}
