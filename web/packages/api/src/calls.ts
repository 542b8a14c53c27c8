/** Shapes of the wire: calls from the website. */
import type { Named } from './conversations';

export interface Call {
  id: number;
  conversation_id: number;
  contact: Named;
  /** Where on the site the visitor is. */
  page: string;
  state: 'ringing' | 'active' | 'ended';
  how: string | null;
  by: string | null;
  operator: Named | null;
  /** The tab of mine that has it. */
  tab: string;
  held: boolean;
  began_at: string;
  answered_at: string | null;
  /** Seconds it still rings, and seconds of talk, by the server's clock. */
  left_s: number;
  talked_s: number;
}
