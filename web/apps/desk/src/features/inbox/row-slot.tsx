import type { ConversationRow } from '@otklik/api';
import { lazy, memo, Suspense, useState } from 'react';
import { useWords } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { Row } from './row';
import bulk from './bulk/bulk.module.css';

const QuickActions = lazy(() => import('./bulk/quick-actions'));

interface RowSlotProps {
  row: ConversationRow;
  href: string;
  selected: boolean;
  muted: boolean;
  chosen: boolean;
  /** Some rows are chosen: the boxes of all stand open. */
  choosing: boolean;
  onOpen: (id: number) => void;
  onChoose: (id: number, range: boolean) => void;
  onMenu: (id: number, x: number, y: number) => void;
}

/** A row with what lies over it: the box to choose it by, and quick actions under the pointer. */
export const RowSlot = memo(function RowSlot({ row, href, selected, muted, chosen, choosing, onOpen, onChoose, onMenu }: RowSlotProps) {
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
      <Row row={row} href={href} selected={selected} muted={muted} onOpen={onOpen} />
      <label className={bulk.check} data-shown={choosing}>
        <input
          type="checkbox"
          tabIndex={choosing ? 0 : -1}
          aria-label={t('choose', { name })}
          checked={chosen}
          onChange={(event) => onChoose(row.id, (event.nativeEvent as globalThis.MouseEvent).shiftKey)}
        />
      </label>
      <Suspense fallback={null}>{hot && !choosing ? <QuickActions row={row} onMenu={(x, y) => onMenu(row.id, x, y)} /> : null}</Suspense>
    </div>
  );
});
