/** Shapes of the wire: conversations offered to colleagues. */
import type { Named } from './conversations';

export type OfferState = 'offered' | 'accepted' | 'declined' | 'expired' | 'withdrawn';

export interface Offer {
  id: number;
  conversation_id: number;
  /** Where the customer writes; tells how to name one who gave no name. */
  channel: string | null;
  contact: Named;
  giver: Named;
  receiver: Named;
  note: string;
  state: OfferState;
  offered_at: string;
  expires_at: string;
  /** Seconds left by the server's clock. */
  left_s: number;
}

export interface SettledOffer {
  offer_id: number;
  /** The conversation. */
  offered_id: number;
  state: OfferState;
  to_name: string;
  from_id: number;
}

export interface TransferTargets {
  operators: { id: number; last_active_at: string | null }[];
  /** `wait_s`: the median first answer of the last hour; null when there were too few. */
  teams: { id: number; open: number; waiting: number; wait_s: number | null }[];
}
