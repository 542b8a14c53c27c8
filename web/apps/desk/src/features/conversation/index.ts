import { lazy } from 'react';

export { prefetchConversation, useConversation } from './api';
export { followConversation, putMessages } from './live';
export { PaneSkeleton } from './pane-skeleton';

const loadPane = () => import('./conversation-pane');

/** Reading comes after the list: the list can be looked through without it. */
export const ConversationPane = lazy(loadPane);

/** Brings the pane's code before somebody opens a conversation. */
export function preloadPane(): void {
  // Without it now, opening asks again.
  loadPane().catch(() => undefined);
}
