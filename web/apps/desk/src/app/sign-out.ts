import { dropDrafts } from '~/shared/drafts';
import { forgetAll } from '~/shared/kept';
import { outbox } from '~/shared/outbox';
import { tellProblem } from '~/shared/problem-text';
import { unsubscribe } from '~/shared/push';
import { server } from '~/shared/server';

/** Ends the session and leaves nothing of the customers in this browser. */
export function useSignOut(): () => void {
  return () => {
    server.delete('/session').then(() => {
      dropDrafts();
      outbox.set([]);
      forgetAll('draft.');
      forgetAll('draftsOf');
      forgetAll('outbox');
      // The server has forgotten this browser with the session; the browser forgets the subscription as well.
      void unsubscribe().finally(() => window.location.assign('/sign-in'));
    }, tellProblem);
  };
}
