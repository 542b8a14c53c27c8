import type { Columns } from '@otklik/api';
import { useCallback, useLayoutEffect, useRef, type RefObject } from 'react';
import { usePreferences } from '~/shared/preferences';
import { columnWidth } from './column-widths';

interface ColumnWidths {
  frame: RefObject<HTMLDivElement | null>;
  /** A width while it is being chosen; null goes back to the chosen one. */
  show: (column: keyof Columns, width: number | null) => void;
}

const columns = ['views', 'list', 'contact'] as const;

/** Writes the widths on the frame of the columns, past React: a drag must not draw the whole desk anew. */
export function useColumnWidths(): ColumnWidths {
  const frame = useRef<HTMLDivElement>(null);
  const [{ columns: chosen }] = usePreferences();
  const show = useCallback(
    (column: keyof Columns, width: number | null) => frame.current?.style.setProperty(`--${column}-width`, `${width ?? columnWidth(column, chosen)}px`),
    [chosen],
  );
  useLayoutEffect(() => {
    for (const column of columns) show(column, null);
  }, [show]);
  return { frame, show };
}
