/** Asks the open composer to show a draft that somebody else wrote into the store. */
import { createStore } from './store';
import type { DraftTab } from './drafts';

interface DraftRequest {
  conversation: number;
  tab: DraftTab;
  at: number;
}

export const draftRequest = createStore<DraftRequest | null>(null);

export function requestDraft(conversation: number, tab: DraftTab): void {
  draftRequest.set({ conversation, tab, at: Date.now() });
}
