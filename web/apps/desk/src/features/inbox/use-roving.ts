import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useAction } from '~/shared/actions';

interface Walk {
  ids: number[];
  selected: number | null;
  onSelect: (id: number) => void;
  /** Brings a row into sight, which draws it. */
  reveal: (index: number) => void;
  /** Goes from a row to the heading over it, where there are groups. */
  onHeading?: ((id: number) => void) | undefined;
}

/** One stop for Tab in the whole list; arrows and J, K walk from row to row, and open them while one is being read. */
export function useRoving(frame: RefObject<HTMLElement | null>, { ids, selected, onSelect, reveal, onHeading }: Walk) {
  const [focusedId, setFocusedId] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  const stop = [focusedId, selected].find((id) => id !== null && ids.includes(id)) ?? ids[0] ?? null;
  const at = stop === null ? -1 : ids.indexOf(stop);

  // The row may be drawn only after the list has moved to it.
  useEffect(() => {
    if (wanted.current === null) return;
    const link = linkOf(frame.current, wanted.current);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });

  const goTo = (index: number) => {
    const id = ids[Math.min(ids.length - 1, Math.max(0, index))];
    if (id === undefined) return;
    setFocusedId(id);
    reveal(ids.indexOf(id));
    const link = linkOf(frame.current, id);
    if (link) link.focus({ preventScroll: true });
    else wanted.current = id;
  };
  const inside = () => frame.current?.contains(document.activeElement) === true;
  const step = (by: number) => {
    const from = selected === null ? -1 : ids.indexOf(selected);
    if (selected === null && inside()) {
      const first = document.activeElement?.closest<HTMLElement>('[data-first]')?.dataset['first'];
      // A heading is no row: from it one goes to the first below it, or to the last above.
      goTo(first === undefined ? at + by : Number(first) - (by < 0 ? 1 : 0));
      return;
    }
    const next = ids[from < 0 ? 0 : from + by];
    if (next === undefined) return;
    onSelect(next);
    if (inside()) goTo(ids.indexOf(next));
    else reveal(ids.indexOf(next));
  };
  useAction('list.next', () => step(1));
  useAction('list.previous', () => step(-1));
  // A conversation that is open offers to be answered instead.
  useAction('list.open', () => stop !== null && onSelect(stop), selected === null && stop !== null);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const cells = { ArrowRight: 'input[type="checkbox"]', ArrowLeft: 'a[data-row]' }[event.key];
    const index = { Home: 0, End: ids.length - 1 }[event.key];
    const row = event.target instanceof Element ? event.target.closest('[role="row"]') : null;
    const id = event.target instanceof HTMLElement ? event.target.dataset['row'] : undefined;
    if (event.key === 'ArrowLeft' && id !== undefined && onHeading) onHeading(Number(id));
    else if (cells) row?.querySelector<HTMLElement>(cells)?.focus();
    else if (index !== undefined) goTo(index);
    else return;
    event.preventDefault();
  };
  const note = useCallback((id: number | undefined) => {
    if (id !== undefined) setFocusedId(id);
  }, []);
  return { stop, at, note, onKeyDown, goTo };
}

function linkOf(frame: HTMLElement | null, id: number): HTMLElement | null {
  return frame?.querySelector<HTMLElement>(`a[data-row="${id}"]`) ?? null;
}
