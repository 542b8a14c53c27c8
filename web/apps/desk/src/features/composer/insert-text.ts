import type { RefObject } from 'react';
import type { ComposerState } from './use-composer';

/** Puts a text where the caret is, in the place of what is chosen, and the caret behind it. */
export function insertText(state: ComposerState, field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  const start = field.current?.selectionStart ?? state.text.length;
  const stop = field.current?.selectionEnd ?? start;
  state.setText(state.text.slice(0, start) + text + state.text.slice(stop));
  requestAnimationFrame(() => {
    field.current?.focus();
    field.current?.setSelectionRange(start + text.length, start + text.length);
  });
}
