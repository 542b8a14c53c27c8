import { useEffect, useRef, type RefObject } from 'react';

/** Puts the focus on the field, or the text, that a step which has just come begins with. */
export function useFirstFocus<Place extends HTMLElement = HTMLInputElement>(): RefObject<Place | null> {
  const field = useRef<Place>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
