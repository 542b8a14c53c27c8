/** The desk's service worker: takes pushes, opens what was clicked, and opens the desk without a line. */
import { filesOf, readPush, wayOf } from './shell';

const worker = self as unknown as ServiceWorkerGlobalScope;

const SHELL = 'otklik-shell-1';
const FILES = 'otklik-files-1';
const FILES_MAX = 400;

worker.addEventListener('install', (event) => event.waitUntil(keepShell().then(() => worker.skipWaiting())));

worker.addEventListener('activate', (event) => event.waitUntil(dropOthers().then(() => worker.clients.claim())));

worker.addEventListener('fetch', (event) => {
  const way = wayOf(event.request, worker.location.origin);
  if (way === 'shell') event.respondWith(openShell(event));
  if (way === 'file') event.respondWith(openFile(event.request));
});

worker.addEventListener('push', (event) => {
  const { title, body, page, tag, at } = readPush(event.data?.text());
  const options = { body, tag, renotify: true, timestamp: at, icon: '/assets/icon-192.png', badge: '/assets/badge-96.png', data: { page } };
  event.waitUntil(worker.registration.showNotification(title, options));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { page = '/' } = (event.notification.data ?? {}) as { page?: string };
  event.waitUntil(show(page));
});

worker.addEventListener('message', (event) => {
  const message = event.data as { kind?: unknown; files?: unknown };
  if (message.kind === 'keep' && Array.isArray(message.files)) event.waitUntil(keepFiles(message.files.map(String)));
});

/** Brings an open desk to the page, or opens one. */
async function show(page: string): Promise<void> {
  const [open] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!open) {
    await worker.clients.openWindow(page);
    return;
  }
  open.postMessage({ kind: 'open', page });
  await open.focus();
}

/** The page itself names nobody: the same one for every operator, kept only for the time without a line. */
async function keepShell(): Promise<void> {
  const answer = await fetch('/', { cache: 'no-store' });
  if (!answer.ok) return;
  await (await caches.open(SHELL)).put('/', answer.clone());
  await keepFiles(filesOf(await answer.text()));
}

async function keepFiles(files: string[]): Promise<void> {
  const cache = await caches.open(FILES);
  const own = files.filter((file) => wayOf({ method: 'GET', mode: 'cors', url: new URL(file, worker.location.origin).href }, worker.location.origin) === 'file');
  await Promise.all(own.map(async (file) => ((await cache.match(file)) ? undefined : cache.add(file).catch(() => undefined))));
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - FILES_MAX)).map((request) => cache.delete(request)));
}

async function openShell(event: FetchEvent): Promise<Response> {
  try {
    return await fetch(event.request);
  } catch (error) {
    const kept = await (await caches.open(SHELL)).match('/');
    if (kept) return kept;
    throw error;
  }
}

/** A hashed file never changes; one of an older release, which the server has no more, is still here for its page. */
async function openFile(request: Request): Promise<Response> {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) await cache.put(request, answer.clone());
  return answer;
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('otklik-') && name !== SHELL && name !== FILES).map((name) => caches.delete(name)));
}
