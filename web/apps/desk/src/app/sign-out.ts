import { forgetPerson } from '~/shared/own-data';
import { tellProblem } from '~/shared/problem-text';
import { unsubscribe } from '~/shared/push';
import { wipe } from '~/shared/saved/drawer';
import { server } from '~/shared/server';

/** Ends the session and leaves nothing of the customers in this browser. */
export function useSignOut(): () => void {
  return () => {
    // Whoever wants to go does not want to be read here, whether or not the server hears of it.
    void wipe();
    server.post<{ url: string | null }>('/session/sign-out', {}).then(async ({ url }) => {
      await forgetPerson();
      // The server has forgotten this browser with the session; the browser forgets the subscription as well.
      void unsubscribe().finally(() => window.location.assign(url ?? '/sign-in'));
    }, tellProblem);
  };
}
