import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { isStroke, strokeName } from '~/shared/actions';

/** How long a second key may follow the first, as long as when the keys are used. */
const RUN_MS = 1200;

interface Recording {
  /** The strokes so far. */
  combo: string;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** Takes down the next stroke, or two in turn; Escape gives up, Backspace means no key at all. */
export function useRecording(onRecorded: (combo: string) => void, onStop: () => void): Recording {
  const [combo, setCombo] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const take = (stroke: string) => {
    const whole = combo ? `${combo} ${stroke}` : stroke;
    setCombo(whole);
    if (combo) onRecorded(whole);
    else timer.current = setTimeout(() => onRecorded(whole), RUN_MS);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code === 'Tab' || !isStroke(event.nativeEvent)) return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(timer.current);
    if (event.code === 'Escape') onStop();
    else if (event.code === 'Backspace' || event.code === 'Delete') onRecorded('');
    else take(strokeName(event.nativeEvent));
  };
  return { combo, onKeyDown };
}
