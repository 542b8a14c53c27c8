import type { ConversationRow } from '@otklik/api';
import { useLocation } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
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
import classes from './list.module.css';

const RowMenu = lazy(() => import('./bulk/row-menu'));

interface RowListProps {
  name: string;
  rows: ConversationRow[];
  view: string;
  selected: number | null;
  onSelect: (id: number) => void;
  onEnd?: (() => void) | undefined;
}

export function RowList({ name, rows, view, selected, onSelect, onEnd }: RowListProps) {
  const { t } = useTranslation('inbox');
  const search = useLocation({ select: (place) => place.searchStr });
  const frame = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const shown = useStableOrder(name, rows, hovered || focused);
  const height = useRowHeight();
  const virtual = useVirtualizer({
    count: shown.rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    getItemKey: (index) => shown.rows[index]?.id ?? index,
    overscan: 8,
    paddingStart: 4,
    paddingEnd: 12,
  });
  useEffect(() => virtual.measure(), [height, virtual]);

  const items = virtual.getVirtualItems();
  const reached = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && reached >= shown.rows.length - 10) onEnd();
  }, [onEnd, reached, shown.rows.length]);

  const step = (by: number) => {
    const at = shown.rows.findIndex((row) => row.id === selected);
    const next = shown.rows[at < 0 ? 0 : at + by];
    if (!next) return;
    onSelect(next.id);
    virtual.scrollToIndex(shown.rows.indexOf(next));
  };
  useAction('list.next', () => step(1));
  useAction('list.previous', () => step(-1));

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
        <button type="button" className={classes.pill} onClick={() => {
            setHovered(false);
            setFocused(false);
          }}>
          {t('newAbove', { count: shown.pending })}
        </button>
      ) : null}
      <div ref={frame} className={classes.scroll} onPointerEnter={(event) => setHovered(event.pointerType === 'mouse')} onPointerLeave={() => setHovered(false)} onContextMenu={onContextMenu} onFocus={(event) => setFocused(event.target.matches(':focus-visible'))} onBlur={() => setFocused(false)}>
        <div className={classes.sheet} style={{ height: virtual.getTotalSize() }} role="list" aria-label={t('list')}>
          {items.map((item) => {
            const row = shown.rows[item.index];
            if (!row) return null;
            return (
              <div key={item.key} className={classes.slot} role="listitem" aria-posinset={item.index + 1} aria-setsize={shown.rows.length} style={{ transform: `translateY(${item.start}px)` }}>
                <RowSlot row={row} href={`/inbox/${view}/${row.id}${search}`} selected={row.id === selected} muted={muted.has(row.id)} chosen={chosen.has(row.id)} choosing={chosen.size > 0} onOpen={open} onChoose={choose} onMenu={openMenu} />
              </div>
            );
          })}
        </div>
      </div>
      <Suspense fallback={null}>{menu ? <RowMenu place={menu} onClose={() => setMenu(null)} /> : null}</Suspense>
    </div>
  );
}

function rowUnder(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return row ? Number(row.dataset['row']) : undefined;
}
