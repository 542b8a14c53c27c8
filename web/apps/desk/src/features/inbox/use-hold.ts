import { useEffect, useRef, useState, type FocusEvent, type PointerEvent, type RefObject, type UIEvent } from 'react';
import type { Hold } from './stable-order';

/** How long a list stays still after a finger has left it: the next tap is meant for the row that is seen. */
const AFTER_TOUCH_MS = 2000;

/** When the list may not move: under the pointer, a finger or the keyboard's focus, and while it is scrolled. */
export function useHold(frame: RefObject<HTMLElement | null>, height: number) {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const [touched, setTouched] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const touch = () => {
    clearTimeout(timer.current);
    setTouched(true);
  };
  const leave = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTouched(false), AFTER_TOUCH_MS);
  };
  const hold: Hold = hovered || focused || touched ? 'still' : scrolled ? 'order' : null;
  return {
    hold,
    release: () => {
      setHovered(false);
      setFocused(false);
      setTouched(false);
      setScrolled(false);
      if (frame.current) frame.current.scrollTop = 0;
    },
    handlers: {
      onPointerEnter: (event: PointerEvent) => setHovered(event.pointerType === 'mouse'),
      onPointerLeave: () => setHovered(false),
      onTouchStart: touch,
      onTouchEnd: leave,
      onTouchCancel: leave,
      // A row that was clicked keeps the focus long after the hand has gone; one that is walked by keys is looked at.
      onFocus: (event: FocusEvent) => setFocused(event.target.matches(':focus-visible')),
      onKeyUp: () => setFocused(frame.current?.contains(document.activeElement) === true),
      onBlur: (event: FocusEvent) => {
        const stays = event.currentTarget.contains(event.relatedTarget);
        setFocused((now) => now && stays);
      },
      onScroll: (event: UIEvent<HTMLElement>) => setScrolled(event.currentTarget.scrollTop > height / 2),
    },
  };
}
