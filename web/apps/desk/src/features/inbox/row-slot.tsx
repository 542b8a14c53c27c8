import type { ConversationRow } from '@otklik/api';
import { lazy, memo, Suspense, useState } from 'react';
import { useWords } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import type { RowColumns } from './columns/columns';
import { Row } from './row';
import bulk from './bulk/bulk.module.css';

const QuickActions = lazy(() => import('./bulk/quick-actions'));

interface RowSlotProps {
  row: ConversationRow;
  columns: RowColumns;
  href: string;
  selected: boolean;
  muted: boolean;
  /** The one row at which Tab stops. */
  stop: boolean;
  chosen: boolean;
  /** Some rows are chosen: the boxes of all stand open. */
  choosing: boolean;
  onOpen: (id: number) => void;
  onChoose: (id: number, range: boolean) => void;
  onMenu: (id: number, x: number, y: number) => void;
}

/** A row with what lies over it: the box to choose it by, and quick actions under the pointer. */
export const RowSlot = memo(function RowSlot({ row, columns, href, selected, muted, stop, chosen, choosing, onOpen, onChoose, onMenu }: RowSlotProps) {
  const t = useWords('inbox');
  const name = usePersonName()(row.contact, row.channel);
  const [hot, setHot] = useState(false);
  return (
    <div
      onPointerEnter={(event) => setHot(event.pointerType === 'mouse')}
      onPointerLeave={() => setHot(false)}
      onClickCapture={(event) => {
        if (!event.shiftKey || (event.target as Element).closest('input, button')) return;
        event.preventDefault();
        event.stopPropagation();
        onChoose(row.id, true);
      }}
    >
      <div role="gridcell">
        <Row row={row} columns={columns} href={href} selected={selected} muted={muted} stop={stop} onOpen={onOpen} />
      </div>
      <div role="gridcell" className={bulk.check} data-shown={choosing}>
        <label>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t('choose', { name })}
            checked={chosen}
            onChange={(event) => onChoose(row.id, (event.nativeEvent as globalThis.MouseEvent).shiftKey)}
          />
        </label>
      </div>
      <Suspense fallback={null}>{hot && !choosing ? <QuickActions row={row} onMenu={(x, y) => onMenu(row.id, x, y)} /> : null}</Suspense>
    </div>
  );
});
