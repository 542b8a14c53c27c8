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
import { server } from './shared/server';
import { sessionEnded } from './shared/session';
import { permitStyleTextOnly } from './shared/trusted-types';

permitStyleTextOnly();

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
setNonce(nonce);

const client = new DeskClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      retry: (count, error) => asProblem(error).transient && count < 3,
    },
  },
});
server.onSignedOut = () => sessionEnded.set(true);
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
