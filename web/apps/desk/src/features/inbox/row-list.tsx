import type { ConversationRow } from '@otklik/api';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { Row } from './row';
import { useRowHeight } from './row-height';
import { useStableOrder } from './stable-order';
import classes from './list.module.css';

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
  const frame = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState(false);
  const shown = useStableOrder(name, rows, hovered);
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

  return (
    <div className={classes.rows}>
      {shown.pending > 0 ? (
        <button type="button" className={classes.pill} onClick={() => setHovered(false)}>
          {t('newAbove', { count: shown.pending })}
        </button>
      ) : null}
      <div ref={frame} className={classes.scroll} onPointerEnter={(event) => setHovered(event.pointerType === 'mouse')} onPointerLeave={() => setHovered(false)}>
        <div className={classes.sheet} style={{ height: virtual.getTotalSize() }} role="list" aria-label={t('list')}>
          {items.map((item) => {
            const row = shown.rows[item.index];
            if (!row) return null;
            return (
              <div key={item.key} className={classes.slot} role="listitem" aria-posinset={item.index + 1} aria-setsize={shown.rows.length} style={{ transform: `translateY(${item.start}px)` }}>
                <Row row={row} view={view} selected={row.id === selected} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
