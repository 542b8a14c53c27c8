/** What this browser holds of one operator: unsent texts, messages on their way and the copy of the desk. */
import { dropDrafts } from './drafts';
import { forgetAll } from './kept';
import { dropOutbox } from './outbox';
import { wipe } from './saved/drawer';
import { dropBegun } from './starting';

/** Forgets all of it: the person has signed out, or another one has signed in. */
export async function forgetPerson(): Promise<void> {
  dropDrafts();
  dropOutbox();
  dropBegun();
  forgetAll('draft.');
  forgetAll('draftsOf');
  await wipe();
}
