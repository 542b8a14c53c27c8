/** The microphone's button held down: by a finger, a mouse or a key. */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { isAway, judgeRelease } from './holding';
import type { Voice } from './use-voice';

export type Hold = 'no' | 'held' | 'away';

const PRESSES = new Set(['Enter', 'Space', 'NumpadEnter']);

interface Holding {
  hold: Hold;
  onPointerDown: (event: PointerEvent) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * The button leaves the page as soon as the recording begins, so the rest is heard on the document. A short press is a
 * click, after which the recording goes on by itself; Escape deletes while it is held.
 */
export function useHold(voice: Voice | null): Holding {
  const [hold, setHold] = useState<Hold>('no');
  const latest = useRef(voice);
  const letGo = useRef<() => void>(() => undefined);
  useEffect(() => {
    latest.current = voice;
  });
  useEffect(() => () => letGo.current(), []);

  const press = (from: { x: number; y: number } | null, code: string | null) => {
    const since = performance.now();
    const heard = new AbortController();
    let away = false;
    const over = () => {
      heard.abort();
      setHold('no');
    };
    const release = () => {
      over();
      const now = latest.current;
      const what = judgeRelease(performance.now() - since, away, now?.state === 'recording');
      if (what === 'listen') now?.finish();
      else if (what === 'delete') now?.drop();
    };
    const { signal } = heard;
    letGo.current = () => heard.abort();
    document.addEventListener('pointermove', ({ clientX, clientY }) => {
      if (!from) return;
      away = isAway(clientX - from.x, clientY - from.y);
      setHold(away ? 'away' : 'held');
    }, { signal });
    if (from) document.addEventListener('pointerup', release, { signal });
    // The browser has taken the finger for a scroll, or the window has gone: nothing said is lost.
    if (from) document.addEventListener('pointercancel', over, { signal });
    window.addEventListener('blur', over, { signal });
    document.addEventListener('keyup', (event) => event.code === code && release(), { signal });
    document.addEventListener(
      'keydown',
      (event) => {
        // A key that is held repeats itself, by now on another button.
        if (event.code === code) event.preventDefault();
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        over();
        latest.current?.drop();
      },
      { signal, capture: true },
    );
    setHold('held');
    voice?.start();
  };

  return {
    hold,
    onPointerDown: ({ button, isPrimary, clientX, clientY }) => {
      if (button === 0 && isPrimary) press({ x: clientX, y: clientY }, null);
    },
    onKeyDown: (event) => {
      if (event.repeat || !PRESSES.has(event.nativeEvent.code)) return;
      event.preventDefault();
      press(null, event.nativeEvent.code);
    },
  };
}
