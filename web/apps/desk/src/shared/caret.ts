/** Text and caret change in one step: the key pressed next falls where the person sees the caret, however late the page is drawn. */
import { useEffect, useEffectEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';

type Field = RefObject<HTMLInputElement | HTMLTextAreaElement | null>;

/** Makes a change, and puts the caret or the chosen part into the field as it is after it. */
export function writeAndSelect(field: Field, write: () => void, start: number, stop = start): void {
  flushSync(write);
  select(field, start, stop);
}

export function select({ current }: Field, start: number, stop = start): void {
  current?.focus();
  current?.setSelectionRange(start, stop);
}

/** Makes a change, and takes the keys into the field that is there after it. */
export function writeAndFocus(field: Field, write: () => void): void {
  flushSync(write);
  field.current?.focus();
}

/**
 * Calls back whenever the caret or the chosen part of a field has moved. React's own `onSelect` misses what is written without
 * keys (by dictation, by the keyboard of a phone): browsers tell of it at the field, and React listens only for the document's.
 */
export function useCaret(field: Field, onMove: () => void): void {
  const move = useEffectEvent(onMove);
  useEffect(() => {
    const hear = () => {
      if (field.current && document.activeElement === field.current) move();
    };
    document.addEventListener('selectionchange', hear);
    return () => document.removeEventListener('selectionchange', hear);
  }, [field]);
}
