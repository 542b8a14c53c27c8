/** The desk's service worker: takes pushes, opens what was clicked, and opens the desk without a line. */
import { filesOf, isAway, isDesk, readPush, wayOf } from './shell';

/** Scripts and styles of this release, laid in when the worker is built. */
declare const RELEASE_FILES: string[];

const worker = self as unknown as ServiceWorkerGlobalScope;

const SHELL = 'otklik-shell-1';
const FILES = 'otklik-files-1';
/** Some two releases. */
const FILES_MAX = 600;
const AT_ONCE = 4;
/** A server that has not answered by then is as good as away. */
const PATIENCE_MS = 5000;

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
  if (message.kind === 'keep' && Array.isArray(message.files)) event.waitUntil(keepFiles(message.files.map(String)).then(keepRelease));
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
  if (answer.ok) await putShell(answer);
}

async function putShell(answer: Response): Promise<void> {
  const page = await answer.clone().text();
  if (!isDesk(page)) return;
  await (await caches.open(SHELL)).put('/', answer);
  await keepFiles(filesOf(page));
}

/** What has not been opened yet is wanted without a line as well: brought after the page, a few at a time. */
async function keepRelease(): Promise<void> {
  for (let at = 0; at < RELEASE_FILES.length; at += AT_ONCE) await keepFiles(RELEASE_FILES.slice(at, at + AT_ONCE));
}

async function keepFiles(files: string[]): Promise<void> {
  const cache = await caches.open(FILES);
  const own = files.filter((file) => wayOf({ method: 'GET', mode: 'cors', url: new URL(file, worker.location.origin).href }, worker.location.origin) === 'file');
  await Promise.all(own.map(async (file) => ((await cache.match(file)) ? undefined : cache.add(file).catch(() => undefined))));
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - FILES_MAX)).map((request) => cache.delete(request)));
}

/** The page as the server has it now, and kept for the time without it; the kept one where there is no server, or only a proxy before it. */
async function openShell(event: FetchEvent): Promise<Response> {
  const asked = fetch(event.request);
  const answer = await Promise.race([asked.catch(() => null), new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS))]);
  if (answer && !isAway(answer.status)) {
    // A redirect, or a refusal, is no shell.
    if (answer.ok && !answer.redirected) event.waitUntil(putShell(answer.clone()).catch(() => undefined));
    return answer;
  }
  const kept = await (await caches.open(SHELL)).match('/');
  return kept ?? answer ?? asked;
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
