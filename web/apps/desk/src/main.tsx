import '@otklik/ui/styles';
import '@mantine/notifications/styles.css';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { asProblem } from '@otklik/api';
import { Providers } from './app/providers';
import { makeRouter } from './app/router';
import { DeskClient } from './shared/desk-client';
import { startTranslations } from './shared/i18n';
import { linkState } from './shared/link';
import { server } from './shared/server';
import { beginEntering, onSignedOut } from './shared/saved/entering';
import { noteFactorDue } from './shared/session';
import { permitStyleTextOnly } from './shared/trusted-types';

permitStyleTextOnly();

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
setNonce(nonce);

const outside = /^\/(sign-in|setup|invite)/;
if (!outside.test(window.location.pathname)) beginEntering(window.location.pathname);

const client = new DeskClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // While the line is down it is the line that tries again, and what has failed is asked for once it is there.
      retry: (count, error) => asProblem(error).transient && count < 3 && !(asProblem(error).unreachable && linkState.get() === 'down'),
      // Whether there is a line the answers tell; what the browser believes of it is often wrong.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
server.onSignedOut = () => onSignedOut(client);
server.onFactorNeeded = () => noteFactorDue(client);
const router = makeRouter(client);

await startTranslations();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers client={client} nonce={nonce}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
}
