import { type KeyboardEvent, type RefObject } from 'react';
import type { Capabilities } from '@otklik/api';
import { putSign, type Sign } from '~/shared/formatting';
import type { ComposerState } from './use-composer';

const signs: Sign[] = ['bold', 'italic', 'strike', 'code', 'link'];
const keys: Record<string, Sign> = { KeyB: 'bold', KeyI: 'italic' };

export interface Formatting {
  /** What the channel shows. */
  signs: Sign[];
  put: (sign: Sign) => void;
  /** Whether the key was one of ours. */
  onKeyDown: (event: KeyboardEvent) => boolean;
}

/** Puts signs around what is chosen in the field; of a note all, of a reply those that its channel shows. */
export function useFormatting(state: ComposerState, field: RefObject<HTMLTextAreaElement | null>, capabilities: Capabilities | null, note: boolean): Formatting {
  const shown = signs.filter((sign) => note || capabilities?.format.includes(sign));
  const put = (sign: Sign) => {
    const place = field.current;
    if (!place) return;
    const made = putSign(state.text, place.selectionStart, place.selectionEnd, sign);
    state.setText(made.text);
    requestAnimationFrame(() => {
      place.focus();
      place.setSelectionRange(made.start, made.end);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const sign = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey ? keys[event.code] : undefined;
    if (!sign || !shown.includes(sign)) return false;
    event.preventDefault();
    put(sign);
    return true;
  };
  return { signs: shown, put, onKeyDown };
}
