/** Where the focus goes when what had it is gone: the middle of the page, never nowhere. */
import { useEffect } from 'react';

const LOOK_MS = 300;

export function focusMain(): void {
  document.getElementById('main')?.focus({ preventScroll: true });
}

/** For hands on the keyboard: nothing had the focus yet, or what had it has left, as a row of the list or a dialogue that closed. No event tells of that. */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    let byKeys = false;
    const note = (event: FocusEvent) => {
      last = event.target instanceof Element ? event.target : null;
    };
    const onKey = () => {
      byKeys = true;
    };
    const onPointer = () => {
      byKeys = false;
    };
    const timer = setInterval(() => {
      if (byKeys && document.activeElement === document.body && !last?.isConnected) focusMain();
    }, LOOK_MS);
    document.addEventListener('focusin', note);
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPointer);
    return () => {
      clearInterval(timer);
      document.removeEventListener('focusin', note);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPointer);
    };
  }, []);
}
