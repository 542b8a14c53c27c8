import { lazy, Suspense } from 'react';
import { useOffers } from '~/shared/offers';
import { useSession } from '~/shared/session';

const OfferCard = lazy(() => import('./offer-card'));

/** Conversations offered to me, one card each; fetched when there is one. */
export default function OfferToasts() {
  const me = useSession().operator.id;
  const mine = useOffers().filter((offer) => offer.receiver.id === me);
  if (mine.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <OfferCard offers={mine} />
    </Suspense>
  );
}
