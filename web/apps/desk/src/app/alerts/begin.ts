/** What alerts need of the browser from the start: the service worker, and pages opened from outside. */
import { renew } from '~/shared/push';
import { openPage, onOpenPage } from './opening';

const nothing = () => undefined;

export function begin(open: (page: string) => void): () => void {
  const stop = onOpenPage(open);
  const workers = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
  const hear = (event: MessageEvent<{ kind?: unknown; page?: unknown }>) => {
    if (event.data.kind === 'open' && typeof event.data.page === 'string') openPage(event.data.page);
  };
  workers?.addEventListener('message', hear);
  if (workers && import.meta.env.PROD) void register(workers).catch(nothing);
  return () => {
    stop();
    workers?.removeEventListener('message', hear);
  };
}

async function register(workers: ServiceWorkerContainer): Promise<void> {
  await workers.register('/sw.js', { scope: '/', updateViaCache: 'none' });
  const registration = await workers.ready;
  // What this page has loaded already, the worker has not seen: without it the desk would not open offline.
  const files = performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => new URL(name).pathname.startsWith('/assets/'));
  registration.active?.postMessage({ kind: 'keep', files });
  await renew();
}
