import { useEffect, useState, type ReactNode } from 'react';
import type { CaretMenu } from './use-caret-menu';
import classes from './caret-lines.module.css';

export const CARET_MENU = 'caret-menu';

interface CaretLinesProps<Item> {
  menu: CaretMenu;
  label: string;
  query: string;
  items: readonly Item[];
  idOf: (item: Item) => string;
  onChoose: (item: Item) => void;
  children: (item: Item) => ReactNode;
}

/** The lines of a menu at the caret: arrows choose, Enter or Tab inserts, the pointer does both. */
export function CaretLines<Item>({ menu, label, query, items, idOf, onChoose, children }: CaretLinesProps<Item>) {
  const [at, setAt] = useState(0);
  const place = Math.min(at, items.length - 1);
  const { keysOfMenu, setActive } = menu;
  const active = items[place];
  const activeId = active ? idOf(active) : null;
  useEffect(() => setAt(0), [query]);
  useEffect(() => {
    setActive(activeId);
    return () => setActive(null);
  }, [activeId, setActive]);
  useEffect(() => {
    keysOfMenu.current = (key) => {
      if (!active) return false;
      if (key === 'ArrowDown') setAt((place + 1) % items.length);
      else if (key === 'ArrowUp') setAt((place + items.length - 1) % items.length);
      else if (key === 'Enter' || key === 'Tab') onChoose(active);
      else return false;
      return true;
    };
    return () => {
      keysOfMenu.current = null;
    };
  });
  if (items.length === 0) return null;
  return (
    <div className={classes.menu} id={CARET_MENU} role="listbox" aria-label={label}>
      {items.map((one, number) => (
        <button key={idOf(one)} id={idOf(one)} type="button" role="option" tabIndex={-1} className={classes.line} aria-selected={one === active} onMouseMove={one === active ? undefined : () => setAt(number)} onMouseDown={(event) => event.preventDefault()} onClick={() => onChoose(one)}>
          {children(one)}
        </button>
      ))}
    </div>
  );
}
