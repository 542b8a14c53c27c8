import { lazy, Suspense, useState } from 'react';
import { StartDialog } from '~/features/composer';
import { useAction } from '~/shared/actions';
import { useMayStart, writeTo, writing } from '~/shared/starting';
import { useStore } from '~/shared/store';

const Palette = lazy(() => import('./palette'));
const KeySheet = lazy(() => import('./key-sheet'));
const OfferToasts = lazy(() => import('./offer-toasts'));
const StatusActions = lazy(() => import('./status-actions'));
const DeskNews = lazy(() => import('./alerts/desk-news'));

/** What floats over the desk and is seldom the first thing wanted: fetched when it is, or after what is. */
export function OnDemand() {
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  useAction('desk.palette', () => setPalette(true), !palette);
  useAction('desk.write', () => writeTo(null), useMayStart());
  useAction('desk.keys', () => setSheet(true), !sheet);
  return (
    <>
      <Suspense fallback={null}>
        {palette ? <Palette /> : null}
        {sheet ? <KeySheet /> : null}
        {useStore(writing) ? <StartDialog /> : null}
      </Suspense>
      <Suspense fallback={null}>
        <OfferToasts />
        <StatusActions />
        <DeskNews />
      </Suspense>
    </>
  );
}
