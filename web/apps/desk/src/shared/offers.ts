import { notifications } from '@mantine/notifications';
import type { Offer } from '@otklik/api';
import type { ServerFrame } from '@otklik/realtime';
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useNow } from './clock';
import { keys } from './keys';
import { tellProblem } from './problem-text';
import { server } from './server';

const SECOND = 1000;

/** An offer with its end by this browser's clock, reckoned from what the server said is left. */
export interface KnownOffer extends Offer {
  until: number;
}

export interface OpenOffer extends KnownOffer {
  /** Whole seconds left now. */
  seconds: number;
}

/** Open offers to me and by me; one whose time is over is gone without waiting for the server to say so. */
export function useOffers(): OpenOffer[] {
  const { data = [] } = useQuery({
    queryKey: keys.offers,
    queryFn: async () => reckon((await server.get<{ items: Offer[] }>('/transfers/offers')).items, Date.now()),
    staleTime: Infinity,
  });
  const now = useNow(data.length > 0 ? SECOND : NEVER);
  return stillOpen(data, now);
}

const NEVER = 3_600_000;

/** The two clocks may differ by hours: only what is left is taken from the server. */
export function reckon(offers: Offer[], now: number): KnownOffer[] {
  return offers.map((offer) => ({ ...offer, until: now + offer.left_s * SECOND }));
}

/** Offers with time left, in whole seconds; rounded up, so that none shows zero while it can still be accepted. */
export function stillOpen(offers: KnownOffer[], now: number): OpenOffer[] {
  return offers.map((offer) => ({ ...offer, seconds: Math.ceil((offer.until - now) / SECOND) })).filter((offer) => offer.seconds > 0);
}

interface Decision {
  offer: number;
  verb: 'accept' | 'decline' | 'withdraw';
}

/** Accepts, declines or takes back; whatever comes of it, the list is read again. */
export function useDecision(onDone?: (offer: Offer) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ offer, verb }: Decision) => server.post<Offer>(`/transfers/offers/${offer}/${verb}`),
    onSuccess: (offer) => onDone?.(offer),
    onError: tellProblem,
    onSettled: () => client.invalidateQueries({ queryKey: keys.offers }),
  });
}

/** Offers come and go by the live line, in all tabs at once. The giver hears of one that failed. */
export function followOffers(client: QueryClient, frame: ServerFrame, me: number): void {
  if (frame.type !== 'offers') return;
  const known = client.getQueryData<KnownOffer[]>(keys.offers) ?? [];
  for (const end of frame.settled) {
    const mine = end.from_id === me && known.some((offer) => offer.id === end.offer_id);
    if (mine && (end.state === 'declined' || end.state === 'expired')) {
      notifications.show({ color: 'yellow', message: i18next.t(`app:offer.${end.state}`, { name: end.to_name }) });
    }
  }
  const over = new Set(frame.settled.map((end) => end.offer_id));
  if (over.size > 0) client.setQueryData<KnownOffer[]>(keys.offers, (offers) => offers?.filter((offer) => !over.has(offer.id)));
  void client.invalidateQueries({ queryKey: keys.offers });
}
