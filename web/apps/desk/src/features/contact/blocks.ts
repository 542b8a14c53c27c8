/** The blocks of the card below the name: which there are, and in what order one operator wants them. */
import type { CardLayout } from '@otklik/api';
import { blockIds, type BlockId } from '~/shared/card-blocks';

/** Until an operator arranges the card: what is seldom looked at is closed, and not asked for. */
const usuallyFolded: readonly string[] = ['files', 'visits', 'consents'];

export interface Arranged {
  shown: BlockId[];
  hidden: BlockId[];
  folded: ReadonlySet<BlockId>;
  /** What this card does not show whatever the operator wishes; their wishes for it are kept. */
  away: { id: BlockId; after: BlockId | null; hidden: boolean }[];
}

/** Lays the wishes of an operator over the usual card; a block that came with a later release stands at the end. */
export function arrange(layout: CardLayout, unseen: readonly string[] = []): Arranged {
  const wished = blockIds.filter((id) => layout.order.includes(id)).sort((one, other) => layout.order.indexOf(one) - layout.order.indexOf(other));
  const all = [...wished, ...blockIds.filter((id) => !wished.includes(id))];
  const folded = layout.order.length > 0 ? layout.folded : usuallyFolded;
  return {
    shown: all.filter((id) => !layout.hidden.includes(id) && !unseen.includes(id)),
    hidden: all.filter((id) => layout.hidden.includes(id) && !unseen.includes(id)),
    folded: new Set(all.filter((id) => folded.includes(id))),
    away: all.flatMap((id, place) => (unseen.includes(id) ? [{ id, after: all[place - 1] ?? null, hidden: layout.hidden.includes(id) }] : [])),
  };
}

function write(now: Arranged, change: Partial<Arranged>): CardLayout {
  const { shown, hidden, folded, away } = { ...now, ...change };
  const order = [...shown, ...hidden];
  for (const { id, after } of away) order.splice(after === null ? 0 : order.indexOf(after) + 1, 0, id);
  return { order, hidden: [...hidden, ...away.filter((one) => one.hidden).map(({ id }) => id)], folded: [...folded] };
}

export function fold(now: Arranged, id: BlockId): CardLayout {
  const folded = new Set(now.folded);
  if (!folded.delete(id)) folded.add(id);
  return write(now, { folded });
}

export function hide(now: Arranged, id: BlockId): CardLayout {
  return write(now, { shown: now.shown.filter((one) => one !== id), hidden: [...now.hidden, id] });
}

export function bringBack(now: Arranged, id: BlockId): CardLayout {
  return write(now, { shown: [...now.shown, id], hidden: now.hidden.filter((one) => one !== id) });
}

/** Puts a block where another stands; the other makes room. */
export function moveTo(now: Arranged, id: BlockId, place: number): CardLayout {
  const shown = now.shown.filter((one) => one !== id);
  shown.splice(Math.max(0, place), 0, id);
  return write(now, { shown });
}
