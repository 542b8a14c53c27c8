/** A menu that opens over the text while something is typed at the caret: a name after @, an emoji after a colon. */
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { writeAndSelect } from '~/shared/caret';
import type { ComposerState } from './use-composer';

export interface CaretTrigger {
  start: number;
  query: string;
}

export interface CaretMenu {
  /** What is typed after the sign; null while the menu is closed. */
  trigger: CaretTrigger | null;
  active: string | null;
  setActive: (id: string | null) => void;
  /** Puts a text in the place of the sign and what was typed after it, and the caret behind. */
  put: (text: string) => void;
  onSelect: () => void;
  /** Whether the press belonged to the menu. */
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  close: () => void;
  /** The open menu puts here what it does with keys. */
  keysOfMenu: RefObject<((key: string) => boolean) | null>;
}

type Find = (text: string, caret: number) => CaretTrigger | null;

export function useCaretMenu(state: ComposerState, field: RefObject<HTMLTextAreaElement | null>, find: Find): CaretMenu {
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const keysOfMenu = useRef<((key: string) => boolean) | null>(null);
  const found = caret === null ? null : find(state.text, Math.min(caret, state.text.length));
  const trigger = found && found.start !== dismissed ? found : null;

  const put = (text: string) => {
    if (!trigger) return;
    const before = state.text.slice(0, trigger.start) + text;
    const write = () => {
      state.setText(before + state.text.slice(trigger.start + 1 + trigger.query.length).trimStart());
      setCaret(null);
    };
    writeAndSelect(field, write, before.length);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!trigger || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    if (event.key === 'Escape' && active !== null) setDismissed(trigger.start);
    else if (!keysOfMenu.current?.(event.key)) return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const onSelect = () => {
    const at = field.current;
    setCaret(at && at.selectionStart === at.selectionEnd ? at.selectionStart : null);
    if (dismissed !== null && at && find(at.value, at.selectionStart)?.start !== dismissed) setDismissed(null);
  };
  return { trigger, active, setActive, put, onSelect, onKeyDown, keysOfMenu, close: () => setDismissed(trigger?.start ?? null) };
}
