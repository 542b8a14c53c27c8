/** Calls to the server. Cookies are never sent; the session travels in a header. */

/** The server said no; `message` is its stable slug. Everything else that goes wrong is the network. */
export class Refused extends Error {
  constructor(
    slug: string,
    readonly status: number,
    readonly wait = 0,
    /** Why an identity was refused. */
    readonly reason = '',
  ) {
    super(slug);
  }
}

export type Call = <T>(method: string, path: string, body?: unknown, signal?: AbortSignal) => Promise<T>;

export const makeCall =
  (base: string, token: () => string): Call =>
  async <T>(method: string, path: string, body?: unknown, signal: AbortSignal | null = null) => {
    const headers = { 'Content-Type': 'application/json', ...(token() && { Authorization: `Visitor ${token()}` }) };
    const said = body ? JSON.stringify(body) : null;
    const init: RequestInit = { method, headers, body: said, signal, credentials: 'omit', cache: 'no-store' };
    const answer = await fetch(`${base}/widget/v1/${path}`, init);
    const known = (await answer.json().catch(() => ({}))) as T & { code?: string; reason?: string };
    if (answer.ok) return known;
    throw new Refused(known.code ?? 'refused', answer.status, Number(answer.headers.get('Retry-After') ?? 10), known.reason);
  };
