import type { GroupName } from '@otklik/api';
import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { fold } from './folds';
import type { Heading, ListItem } from './lay-out';
import type { Group } from './order';

interface Headings {
  view: string;
  group: GroupName | null;
  items: ListItem[];
  /** Brings an item into sight, which draws it. */
  reveal: (index: number) => void;
  /** Goes to a row by its place among the rows shown. */
  goToRow: (at: number) => void;
}

/** Walking and folding groups. */
export function useHeadings(frame: RefObject<HTMLElement | null>, { view, group, items, reveal, goToRow }: Headings) {
  const wanted = useRef<string | null>(null);
  const latest = useRef({ items, reveal, goToRow });
  useEffect(() => {
    latest.current = { items, reveal, goToRow };
    // The heading may be drawn only after the list has moved to it.
    if (wanted.current === null) return;
    const heading = find(frame.current, wanted.current);
    if (!heading) return;
    wanted.current = null;
    heading.focus({ preventScroll: true });
  });

  const focus = useCallback(
    (index: number) => {
      const item = latest.current.items[index];
      if (item?.kind !== 'heading') return;
      latest.current.reveal(index);
      const heading = find(frame.current, item.group.key);
      if (heading) heading.focus({ preventScroll: true });
      else wanted.current = item.group.key;
    },
    [frame],
  );
  const onFold = useCallback(
    (one: Group, on: boolean) => {
      if (group) fold(view, group, [one.key], on);
    },
    [view, group],
  );
  const onStep = useCallback(
    (one: Group, by: -1 | 1, headingsOnly: boolean) => {
      const { items: all, goToRow: go } = latest.current;
      let next = indexOf(all, one.key) + by;
      while (headingsOnly && all[next]?.kind === 'row') next += by;
      const item = all[next];
      if (item?.kind === 'row') go(item.at);
      else focus(next);
    },
    [focus],
  );
  /** From a row to the heading it stands under. */
  const focusAbove = useCallback(
    (id: number) => {
      const at = latest.current.items.findIndex((item) => item.kind === 'row' && item.row.id === id);
      focus(headingAbove(latest.current.items, at));
    },
    [focus],
  );
  const foldAll = () => {
    const all = items.filter((item): item is Heading => item.kind === 'heading');
    if (group) fold(view, group, all.map((item) => item.group.key), all.some((item) => !item.folded));
  };
  return { onFold, onStep, focusAbove, foldAll };
}

function find(frame: HTMLElement | null, key: string): HTMLElement | null {
  return frame?.querySelector<HTMLElement>(`[data-heading="${CSS.escape(key)}"]`) ?? null;
}

function indexOf(items: ListItem[], key: string): number {
  return items.findIndex((item) => item.kind === 'heading' && item.group.key === key);
}

/** The heading under which an item stands, or the item itself; -1 without one. */
export function headingAbove(items: ListItem[], index: number): number {
  for (let at = Math.min(index, items.length - 1); at >= 0; at--) if (items[at]?.kind === 'heading') return at;
  return -1;
}
