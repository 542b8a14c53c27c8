import { lazy } from 'react';

const loadComposer = () => import('./composer');

/** Writing comes after reading. */
export const Composer = lazy(loadComposer);

/** Writing to somebody first: seldom, and never the first thing. */
export const StartDialog = lazy(() => import('./starting/start-dialog'));

/** Brings the composer's code before somebody wants to write. */
export function preloadComposer(): void {
  // Without it now, opening asks again.
  loadComposer().catch(() => undefined);
}
