/** Asks the server: JSON both ways, cross-site token, idempotency key, refusals as Problem. */
import { Problem } from './problem';
import { uuid7 } from './uuid7';

type Query = Record<string, string | number | boolean | null | undefined>;

export interface Asking {
  query?: Query;
  body?: unknown;
  /** Sent as it is, with its own type, in place of a JSON body. */
  raw?: Blob;
  /** Same key and same body give the same stored answer. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** A 401 here is an answer, not the end of the session. */
  quiet?: boolean;
  /** Outlives the page: at most 64 KiB. */
  keepalive?: boolean;
}

const safe = new Set(['GET', 'HEAD']);

export class Http {
  csrf = '';
  /** Nothing is written while somebody looks with other eyes: what happens by itself does not even ask. */
  readOnly = false;
  language = 'ru';
  onSignedOut: () => void = () => undefined;
  /** The company has begun to ask for a second factor, and nothing else is answered before it is set up. */
  onFactorNeeded: () => void = () => undefined;
  /** Settles who is here before the first change, on a page that was opened without asking; may refuse. */
  beforeChange: (() => Promise<void>) | null = null;

  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this.ask<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) });
  }

  post<T>(path: string, body?: unknown, asking: Asking = {}): Promise<T> {
    return this.ask<T>('POST', path, { ...asking, body });
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.ask<T>('PATCH', path, { body });
  }

  put<T>(path: string, body: unknown, asking: Asking = {}): Promise<T> {
    return this.ask<T>('PUT', path, { ...asking, body });
  }

  delete(path: string): Promise<void> {
    return this.ask<undefined>('DELETE', path, {});
  }

  async ask<T>(method: string, path: string, asking: Asking): Promise<T> {
    if (this.beforeChange && !safe.has(method)) await this.beforeChange();
    const request = new Request(address(path, asking.query), {
      method,
      headers: this.headers(method, asking),
      credentials: 'same-origin',
      keepalive: asking.keepalive ?? false,
      ...(asking.body !== undefined && { body: JSON.stringify(asking.body) }),
      ...(asking.raw && { body: asking.raw }),
      ...(asking.signal && { signal: asking.signal }),
    });
    const response = await fetch(request).catch((error: unknown) => {
      if (asking.signal?.aborted) throw error;
      throw new Problem(0, 'unreachable', String(error));
    });
    const body = await payload(response);
    if (response.ok) return body as T;
    if (response.status === 401 && !asking.quiet) this.onSignedOut();
    const problem = Problem.from(response.status, body);
    if (problem.code === 'two_factor_needed') this.onFactorNeeded();
    throw problem;
  }

  private headers(method: string, asking: Asking): Headers {
    const headers = new Headers({ Accept: 'application/json', 'Accept-Language': this.language });
    if (asking.body !== undefined) headers.set('Content-Type', 'application/json');
    if (asking.raw) headers.set('Content-Type', asking.raw.type || 'application/octet-stream');
    if (safe.has(method)) return headers;
    headers.set('X-CSRF-Token', this.csrf);
    if (method === 'POST') headers.set('Idempotency-Key', asking.idempotencyKey ?? uuid7());
    return headers;
  }
}

function address(path: string, query: Query = {}): string {
  const url = new URL(`/api/v1${path}`, window.location.origin);
  for (const [name, value] of Object.entries(query)) {
    if (value != null && value !== '') url.searchParams.set(name, String(value));
  }
  return url.href;
}

async function payload(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const text = await response.text();
  if (!text) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
