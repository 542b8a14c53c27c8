/** Keeps the copy of the desk: notes which answers have changed and writes them while nothing else is to be done. */
import { asProblem, type Session } from '@otklik/api';
import type { QueryCacheNotifyEvent, QueryClient } from '@tanstack/react-query';
import { keys } from '../keys';
import { linkState } from '../link';
import { server } from '../server';
import { sessionEnded } from '../session';
import { talkName } from './bounds';
import { changePieces, claim, keptNames, wipe } from './drawer';
import { goneTalks, isLaid, openedTalks } from './laying';
import { ownerMark } from './owner';
import { cutPiece, pieceOf } from './pieces';

const PAUSE_MS = 10_000;
const IDLE_MS = 3000;

/** Begins to keep what this operator sees. Where the browser refuses, or another page has taken the drawer, it just ends. */
export function startKeeping(client: QueryClient): () => void {
  const keeper = new Keeper(client);
  keeper.start();
  return () => keeper.stop();
}

class Keeper {
  private readonly changed = new Set<string>();
  private readonly gone = new Set<number>();
  private readonly stops: (() => void)[] = [];
  private owner: string | null = null;
  private permissions: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The last moment at which what the page shows was true. */
  private liveAt = Date.now();

  constructor(private readonly client: QueryClient) {}

  start(): void {
    const cache = this.client.getQueryCache();
    this.stops.push(
      cache.subscribe((event) => this.note(event)),
      sessionEnded.subscribe(() => (sessionEnded.get() ? this.rest() : this.take())),
      linkState.subscribe(() => {
        this.liveAt = Date.now();
        this.plan();
      }),
      goneTalks.subscribe(() => this.drop(goneTalks.get())),
    );
    document.addEventListener('visibilitychange', this.onSight);
    this.take();
  }

  stop(): void {
    this.rest();
    this.stops.forEach((stop) => stop());
    document.removeEventListener('visibilitychange', this.onSight);
  }

  /** Makes the drawer ours and fills it with what is on the screen already. */
  private take(): void {
    this.owner = ownerMark();
    this.permissions = this.client.getQueryData<Session>(keys.session)?.permissions ?? [];
    if (this.owner === null) return;
    for (const query of this.client.getQueryCache().getAll()) if (query.state.data !== undefined) this.add(query.queryKey, query.isActive());
    claim(this.owner)
      .then(() => this.forgetLost())
      .catch(() => this.rest());
  }

  private rest(): void {
    this.owner = null;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.changed.clear();
  }

  private note(event: QueryCacheNotifyEvent): void {
    if (event.type !== 'updated') return;
    const [kind, which] = event.query.queryKey as readonly unknown[];
    if (event.action.type === 'error' && kind === keys.conversations[0] && !asProblem(event.action.error).transient) this.drop([Number(which)]);
    if (event.action.type !== 'success') return;
    if (kind === keys.session[0]) this.compare();
    this.add(event.query.queryKey as readonly unknown[], event.query.isActive());
  }

  /** A list that nobody looks at is not worth a place; neither is what has come from the copy itself. */
  private add(queryKey: readonly unknown[], active: boolean): void {
    if (this.owner === null || isLaid(queryKey) || (queryKey[0] === keys.lists[0] && !active)) return;
    const name = pieceOf(this.client, queryKey, openedTalks);
    if (name === null) return;
    this.changed.add(name);
    this.plan();
  }

  /** Who may see less than before keeps nothing of what was seen then. */
  private compare(): void {
    const now = this.client.getQueryData<Session>(keys.session)?.permissions ?? [];
    const less = this.permissions.some((one) => !now.includes(one));
    this.permissions = now;
    if (!less || this.owner === null) return;
    const owner = this.owner;
    this.changed.clear();
    void wipe().then(() => claim(owner)).catch(() => this.rest());
  }

  private drop(ids: readonly number[]): void {
    for (const id of ids) this.gone.add(id);
    this.plan();
  }

  private plan(): void {
    if (this.owner === null || this.timer !== undefined) return;
    this.timer = setTimeout(() => whenIdle(() => void this.write()), PAUSE_MS);
  }

  private readonly onSight = () => {
    if (document.visibilityState === 'hidden') void this.write();
  };

  private async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.owner === null) return;
    const kept = [...this.changed].map((name) => cutPiece(this.client, name)).filter((piece) => piece !== null);
    const gone = new Set([...this.gone].map(talkName));
    if (linkState.get() === 'live') this.liveAt = Date.now();
    this.changed.clear();
    this.gone.clear();
    try {
      const change = { at: this.liveAt, kept: kept.filter((piece) => !gone.has(piece.name)), gone: (name: string) => gone.has(name) };
      if (!(await changePieces(this.owner, change))) this.rest();
    } catch {
      // A full disk: an incomplete copy would grow older unnoticed.
      this.rest();
      await wipe();
    }
  }

  /** Kept conversations that I may not see any more, or that are no more, leave the drawer. */
  private async forgetLost(): Promise<void> {
    const ids = (await keptNames(this.owner ?? '')).filter((name) => name.startsWith('talk:')).map((name) => Number(name.slice(5)));
    if (ids.length === 0) return;
    try {
      const page = await server.get<{ items: { id: number }[] }>('/conversations', { view: 'all', ids: ids.join(',') });
      const there = new Set(page.items.map((row) => row.id));
      this.drop(ids.filter((id) => !there.has(id)));
    } catch {
      // The next opening asks again.
    }
  }
}

function whenIdle(deed: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(deed, { timeout: IDLE_MS });
  else setTimeout(deed);
}
