/** Shapes of the wire: what somebody has to do about a conversation. */
import type { Named } from './conversations';

export interface Task {
  id: number;
  conversation_id: number;
  contact_name: string;
  message_id: number | null;
  /** Leads to the message it is about, if that still lies in the conversation. */
  message_seq: number | null;
  title: string;
  due_at: string | null;
  operator: Named | null;
  author_id: number | null;
  author_name: string;
  created_at: string;
  done_at: string | null;
  done_by: string;
  version: number;
}
