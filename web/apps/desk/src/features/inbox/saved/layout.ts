/** One's own order and pins of saved views, laid over those that are for everybody. */
import type { SavedView, ViewLayout } from '@otklik/api';

const MOST = 200;

export function isPinned(view: SavedView, layout: ViewLayout): boolean {
  return layout.pinned.includes(view.id) || (view.pinned && !layout.loose.includes(view.id));
}

/** Those I put in order first, as I put them; the others as they stand for everybody. */
export function inMyOrder(views: SavedView[], layout: ViewLayout): SavedView[] {
  const place = (view: SavedView) => {
    const at = layout.order.indexOf(view.id);
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  return views.toSorted((a, b) => place(a) - place(b));
}

export function withPin(view: SavedView, layout: ViewLayout, on: boolean): ViewLayout {
  const without = (ids: number[]) => ids.filter((id) => id !== view.id);
  return {
    ...layout,
    pinned: on && !view.pinned ? [...without(layout.pinned), view.id].slice(-MOST) : without(layout.pinned),
    loose: !on && view.pinned ? [...without(layout.loose), view.id].slice(-MOST) : without(layout.loose),
  };
}

/** Lets the views of one group stand in this order; what is gone from everybody's list is forgotten. */
export function withOrder(ids: number[], all: SavedView[], layout: ViewLayout): ViewLayout {
  const living = new Set(all.map((view) => view.id));
  return { ...layout, order: [...layout.order.filter((id) => living.has(id) && !ids.includes(id)), ...ids].slice(-MOST) };
}
