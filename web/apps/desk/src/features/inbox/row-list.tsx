import type { ConversationRow, GroupName, ListGroup } from '@otklik/api';
import { useLocation } from '@tanstack/react-router';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { useMutes } from '~/shared/notifications';
import { useStore } from '~/shared/store';
import type { MenuPlace } from './bulk/row-menu';
import { chosenIn, clearSelection, selection, stretched, toggled } from './bulk/selection';
import type { RowColumns } from './columns/columns';
import { GroupHeading } from './grouping/group-heading';
import { useGroupTitle } from './grouping/group-title';
import { layOut, type ListItem } from './grouping/lay-out';
import { headingAbove, useHeadings } from './grouping/use-headings';
import { RowSlot } from './row-slot';
import { useRowHeight } from './row-height';
import { useStableOrder } from './stable-order';
import { useAnchor, type Places } from './use-anchor';
import { useHold } from './use-hold';
import { useRoving } from './use-roving';
import grouping from './grouping/grouping.module.css';
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
  columns: RowColumns;
  grouped: Grouped;
}

/** How the list stands in groups. */
export interface Grouped {
  by: GroupName | null;
  /** All groups with something in them, once they are known. */
  counted: ListGroup[] | undefined;
  folded: ReadonlySet<string>;
  more: boolean;
  /** Changes when groups were folded or opened, and when their rows came: nothing is held then. */
  turn: string;
}

const HEADING = 32;
const TOP = 4;

export function RowList({ name, rows, view, selected, onSelect, onEnd, total, columns, grouped }: RowListProps) {
  const { t } = useTranslation('inbox');
  const search = useLocation({ select: (place) => place.searchStr });
  const frame = useRef<HTMLDivElement>(null);
  const stopAt = useRef(-1);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const height = useRowHeight();
  const { hold, release, handlers } = useHold(frame, height);
  const { by, counted, folded, more, turn } = grouped;
  const stable = useStableOrder(`${name} ${turn}`, rows, hold, by);
  const items = useMemo(() => layOut(stable, { group: by, counted, folded, more }), [stable, by, counted, folded, more]);
  const shown = useMemo(() => items.flatMap((item) => (item.kind === 'row' ? item.row : [])), [items]);
  const places = useMemo(() => placesOf(items, height), [items, height]);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => (items[index]?.kind === 'heading' ? HEADING : height),
    getItemKey: (index) => keyOf(items[index]) ?? index,
    overscan: 8,
    // The row that keys go on from is there wherever the list was scrolled to, and so is the heading of what is seen.
    rangeExtractor: (range) => withIndexes(defaultRangeExtractor(range), [stopAt.current, headingAbove(items, range.startIndex)], items.length),
    paddingStart: by ? 0 : TOP,
    paddingEnd: 12,
    scrollPaddingStart: by ? HEADING : 0,
  });
  useEffect(() => virtual.measure(), [height, by, virtual]);

  const ids = useMemo(() => shown.map((row) => row.id), [shown]);
  const itemsOfRows = useMemo(() => items.flatMap((item, index) => (item.kind === 'row' ? index : [])), [items]);
  const revealRow = (at: number) => virtual.scrollToIndex(itemsOfRows[at] ?? 0);
  const headings = useHeadings(frame, { view, group: by, items, reveal: (index) => virtual.scrollToIndex(index), goToRow: (at) => goTo(at) });
  const { stop, at, note, onKeyDown, goTo } = useRoving(frame, { ids, selected, onSelect, reveal: revealRow, onHeading: by ? headings.focusAbove : undefined });
  const stopItem = itemsOfRows[at] ?? -1;
  useEffect(() => {
    stopAt.current = stopItem;
  }, [stopItem]);
  useAnchor(frame, places, hold === 'order');
  const drawn = virtual.getVirtualItems();
  const stuck = by ? headingAbove(items, virtual.range?.startIndex ?? 0) : -1;
  const title = useGroupTitle(by);
  const reached = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && reached >= items.length - 10) onEnd();
  }, [onEnd, reached, items.length]);

  const { known } = useMutes();
  const muted = useMemo(() => new Set(known), [known]);
  const chosen = chosenIn(useStore(selection), name);
  // The rows are drawn anew when they change, not when the list does: what they are given must stay the same.
  const latest = useRef({ ids, chosen, onSelect });
  useEffect(() => {
    latest.current = { ids, chosen, onSelect };
  });
  const choose = useCallback(
    (id: number, range: boolean) => selection.set((now) => (range ? stretched(now, name, id, latest.current.ids) : toggled(now, name, id))),
    [name],
  );
  const open = useCallback((id: number) => latest.current.onSelect(id), []);
  const openMenu = useCallback((id: number, x: number, y: number) => {
    const { chosen: some } = latest.current;
    setMenu({ ids: some.has(id) ? [...some] : [id], x, y });
  }, []);
  const current = () => rowUnder(document.activeElement) ?? selected ?? ids[0];
  const chooseCurrent = (range: boolean) => {
    const id = current();
    if (id !== undefined) choose(id, range);
  };
  useAction('list.select', () => chooseCurrent(false));
  useAction('list.selectRange', () => chooseCurrent(true));
  useAction('list.clearSelection', clearSelection, chosen.size > 0);
  useAction('list.foldAll', headings.foldAll, by !== null);
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const id = rowUnder(event.target);
    if (id === undefined) return;
    event.preventDefault();
    openMenu(id, event.clientX, event.clientY);
  };

  return (
    <div className={classes.rows}>
      {stable.pending > 0 ? (
        <button type="button" className={classes.pill} data-grouped={by !== null || undefined} onClick={release}>
          {t('newAbove', { count: stable.pending })}
        </button>
      ) : null}
      <div ref={frame} className={classes.scroll} {...handlers} onContextMenu={onContextMenu} onKeyDown={onKeyDown} onFocus={(event) => {
          handlers.onFocus(event);
          note(rowUnder(event.target));
        }}>
        <div className={classes.sheet} style={{ height: virtual.getTotalSize() }} role={by ? 'treegrid' : 'grid'} aria-label={t('list')} aria-rowcount={total === undefined ? -1 : total + items.length - shown.length}>
          {drawn.map((place) => {
            const item = items[place.index];
            if (!item) return null;
            const still = place.index === stuck;
            if (item.kind === 'heading') {
              return (
                <div key={place.key} className={grouping.slot} role="row" data-stuck={still} data-first={item.first} aria-level={1} aria-expanded={!item.folded} aria-rowindex={place.index + 1} style={still ? undefined : { transform: `translateY(${place.start}px)` }}>
                  <div role="gridcell" aria-colspan={2}>
                    <GroupHeading group={item.group} title={title(item.group)} count={item.count} folded={item.folded} stop={still} onFold={headings.onFold} onStep={headings.onStep} />
                  </div>
                </div>
              );
            }
            const { row } = item;
            return (
              <div key={place.key} className={classes.slot} role="row" aria-level={by ? 2 : undefined} aria-rowindex={place.index + 1} aria-selected={chosen.has(row.id)} style={{ transform: `translateY(${place.start}px)` }}>
                <RowSlot row={row} columns={columns} href={`/inbox/${view}/${row.id}${search}`} selected={row.id === selected} muted={muted.has(row.id)} stop={row.id === stop} chosen={chosen.has(row.id)} choosing={chosen.size > 0} onOpen={open} onChoose={choose} onMenu={openMenu} />
              </div>
            );
          })}
        </div>
      </div>
      <Suspense fallback={null}>{menu ? <RowMenu place={menu} onClose={() => setMenu(null)} /> : null}</Suspense>
    </div>
  );
}

/** What is drawn besides may be gone from a list that has become shorter. */
function withIndexes(indexes: number[], more: number[], count: number): number[] {
  const missing = more.filter((index) => index >= 0 && index < count && !indexes.includes(index));
  return missing.length === 0 ? indexes : [...new Set([...indexes, ...missing])].sort((a, b) => a - b);
}

function keyOf(item: ListItem | undefined): number | string | undefined {
  return item?.kind === 'heading' ? `group ${item.group.key}` : item?.row.id;
}

function placesOf(items: ListItem[], height: number): Places {
  let top = 0;
  const tops = items.map((item) => {
    const start = top;
    top += item.kind === 'heading' ? HEADING : height;
    return start;
  });
  return { ids: items.map((item) => (item.kind === 'row' ? item.row.id : null)), tops };
}

function rowUnder(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? (target.closest<HTMLElement>('[data-row]') ?? target.closest('[role="row"]')?.querySelector<HTMLElement>('[data-row]')) : null;
  return row ? Number(row.dataset['row']) : undefined;
}
