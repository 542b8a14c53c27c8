import type { ConversationRow } from '@otklik/api';
import { useLocation } from '@tanstack/react-router';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { useMutes } from '~/shared/notifications';
import { useStore } from '~/shared/store';
import type { MenuPlace } from './bulk/row-menu';
import { chosenIn, clearSelection, selection, stretched, toggled } from './bulk/selection';
import { RowSlot } from './row-slot';
import { useRowHeight } from './row-height';
import { useStableOrder } from './stable-order';
import { useAnchor } from './use-anchor';
import { useHold } from './use-hold';
import { useRoving } from './use-roving';
import classes from './list.module.css';

const RowMenu = lazy(() => import('./bulk/row-menu'));

interface RowListProps {
  name: string;
  rows: ConversationRow[];
  view: string;
  selected: number | null;
  onSelect: (id: number) => void;
  onEnd?: (() => void) | undefined;
  /** How many rows the whole list has, where that is known. */
  total?: number | undefined;
}

export function RowList({ name, rows, view, selected, onSelect, onEnd, total }: RowListProps) {
  const { t } = useTranslation('inbox');
  const search = useLocation({ select: (place) => place.searchStr });
  const frame = useRef<HTMLDivElement>(null);
  const stopAt = useRef(-1);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const height = useRowHeight();
  const { hold, release, handlers } = useHold(frame, height);
  const shown = useStableOrder(name, rows, hold);
  const virtual = useVirtualizer({
    count: shown.rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    getItemKey: (index) => shown.rows[index]?.id ?? index,
    overscan: 8,
    // The row that keys go on from is there wherever the list was scrolled to.
    rangeExtractor: (range) => withIndex(defaultRangeExtractor(range), stopAt.current),
    paddingStart: 4,
    paddingEnd: 12,
  });
  useEffect(() => virtual.measure(), [height, virtual]);

  const ids = useMemo(() => shown.rows.map((row) => row.id), [shown.rows]);
  const { stop, at, note, onKeyDown } = useRoving(frame, { ids, selected, onSelect, reveal: (index) => virtual.scrollToIndex(index) });
  useEffect(() => {
    stopAt.current = at;
  }, [at]);
  useAnchor(frame, ids, height, hold === 'order');
  const items = virtual.getVirtualItems();
  const reached = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && reached >= shown.rows.length - 10) onEnd();
  }, [onEnd, reached, shown.rows.length]);

  const { known } = useMutes();
  const muted = useMemo(() => new Set(known), [known]);
  const chosen = chosenIn(useStore(selection), name);
  // The rows are drawn anew when they change, not when the list does: what they are given must stay the same.
  const latest = useRef({ rows: shown.rows, chosen, onSelect });
  useEffect(() => {
    latest.current = { rows: shown.rows, chosen, onSelect };
  });
  const choose = useCallback(
    (id: number, range: boolean) => selection.set((now) => (range ? stretched(now, name, id, latest.current.rows.map((row) => row.id)) : toggled(now, name, id))),
    [name],
  );
  const open = useCallback((id: number) => latest.current.onSelect(id), []);
  const openMenu = useCallback((id: number, x: number, y: number) => {
    const { chosen: some } = latest.current;
    setMenu({ ids: some.has(id) ? [...some] : [id], x, y });
  }, []);
  const current = () => rowUnder(document.activeElement) ?? selected ?? shown.rows[0]?.id;
  const chooseCurrent = (range: boolean) => {
    const id = current();
    if (id !== undefined) choose(id, range);
  };
  useAction('list.select', () => chooseCurrent(false));
  useAction('list.selectRange', () => chooseCurrent(true));
  useAction('list.clearSelection', clearSelection, chosen.size > 0);
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const id = rowUnder(event.target);
    if (id === undefined) return;
    event.preventDefault();
    openMenu(id, event.clientX, event.clientY);
  };

  return (
    <div className={classes.rows}>
      {shown.pending > 0 ? (
        <button type="button" className={classes.pill} onClick={release}>
          {t('newAbove', { count: shown.pending })}
        </button>
      ) : null}
      <div ref={frame} className={classes.scroll} {...handlers} onContextMenu={onContextMenu} onKeyDown={onKeyDown} onFocus={(event) => {
          handlers.onFocus(event);
          note(rowUnder(event.target));
        }}>
        <div className={classes.sheet} style={{ height: virtual.getTotalSize() }} role="grid" aria-label={t('list')} aria-rowcount={total ?? -1}>
          {items.map((item) => {
            const row = shown.rows[item.index];
            if (!row) return null;
            return (
              <div key={item.key} className={classes.slot} role="row" aria-rowindex={item.index + 1} aria-selected={chosen.has(row.id)} style={{ transform: `translateY(${item.start}px)` }}>
                <RowSlot row={row} href={`/inbox/${view}/${row.id}${search}`} selected={row.id === selected} muted={muted.has(row.id)} stop={row.id === stop} chosen={chosen.has(row.id)} choosing={chosen.size > 0} onOpen={open} onChoose={choose} onMenu={openMenu} />
              </div>
            );
          })}
        </div>
      </div>
      <Suspense fallback={null}>{menu ? <RowMenu place={menu} onClose={() => setMenu(null)} /> : null}</Suspense>
    </div>
  );
}

function withIndex(indexes: number[], index: number): number[] {
  return index < 0 || indexes.includes(index) ? indexes : [...indexes, index].sort((a, b) => a - b);
}

function rowUnder(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? (target.closest<HTMLElement>('[data-row]') ?? target.closest('[role="row"]')?.querySelector<HTMLElement>('[data-row]')) : null;
  return row ? Number(row.dataset['row']) : undefined;
}
