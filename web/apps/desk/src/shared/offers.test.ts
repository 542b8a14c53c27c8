import type { Offer } from '@otklik/api';
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { keys } from './keys';
import { followOffers, reckon, stillOpen, type KnownOffer } from './offers';

test('the countdown goes by what the server said was left, not by its clock', () => {
  const offers = reckon([{ id: 1, left_s: 59.6, expires_at: '1999-01-01T00:00:00Z' } as Offer], 1_000);
  const seconds = (now: number) => stillOpen(offers, now).map((offer) => offer.seconds);
  expect(seconds(1_000)).toEqual([60]);
  expect(seconds(31_000)).toEqual([30]);
  expect(seconds(60_500)).toEqual([1]);
  expect(seconds(60_600)).toEqual([]);
});

test('an offer that ended in another tab is gone here', () => {
  const client = new QueryClient();
  client.setQueryData(keys.offers, [{ id: 1 }, { id: 2 }] as KnownOffer[]);
  followOffers(client, { type: 'offers', settled: [{ offer_id: 1, offered_id: 9, state: 'accepted', to_name: 'Борис', from_id: 5 }] }, 7);
  expect(client.getQueryData<KnownOffer[]>(keys.offers)?.map((offer) => offer.id)).toEqual([2]);
});
