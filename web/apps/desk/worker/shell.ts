/** Which requests the worker answers, and from where. Plain functions: nothing of customers is ever kept. */

export type Way = 'shell' | 'file' | 'none';

/** Pages of the desk are its shell, hashed files are kept; the API, customers' files and pages of others are left alone. */
export function wayOf(request: { method: string; mode: string; url: string }, origin: string): Way {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin) return 'none';
  if (url.pathname.startsWith('/assets/')) return 'file';
  return request.mode === 'navigate' && !others.some((start) => url.pathname.startsWith(start)) ? 'shell' : 'none';
}

const others = ['/api/', '/files/', '/widget/', '/chat/', '/demo', '/hooks/', '/sandbox/api/', '/openapi.json', '/health/', '/metrics', '/sw.js', '/manifest'];

/** Whether a page is the desk's own: what else the server may show under its address is not kept. */
export function isDesk(page: string): boolean {
  return page.includes('<div id="root"></div>') && filesOf(page).length > 0;
}

/** What a proxy says when the server behind it is not there. */
export function isAway(status: number): boolean {
  return status >= 502 && status <= 504;
}

/** The hashed files a page of the desk asks for at once. */
export function filesOf(page: string): string[] {
  return [...new Set([...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? ''))];
}

export interface Shown {
  title: string;
  body: string;
  page: string;
  tag: string;
  at: number;
}

/** Reads a push; one of another shape, from a later release say, still tells that there is something. */
export function readPush(text: string | undefined): Shown {
  const usual = { title: 'Отклик', body: '', page: '/', tag: 'news', at: Date.now() };
  try {
    const found = JSON.parse(text ?? '') as Partial<Shown> | null;
    const page = typeof found?.page === 'string' && /^\/(?!\/)/.test(found.page) ? found.page : usual.page;
    const say = (name: 'title' | 'body' | 'tag') => (typeof found?.[name] === 'string' ? found[name] : usual[name]);
    return { title: say('title'), body: say('body'), tag: say('tag'), page, at: typeof found?.at === 'number' ? found.at : usual.at };
  } catch {
    return usual;
  }
}
