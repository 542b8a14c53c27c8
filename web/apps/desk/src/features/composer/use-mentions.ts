/** Naming colleagues while a note is written: when the menu is open, and whom the text names. */
import type { Mention } from '@otklik/api';
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { findAt, readMentions, type AtTrigger, type Namable } from '~/shared/mentions';
import type { ComposerState } from './use-composer';
import { useNamable } from './use-namable';

export interface Mentions {
  /** What is typed after the @; null while the menu is closed. */
  trigger: AtTrigger | null;
  active: string | null;
  setActive: (id: string | null) => void;
  choose: (one: Namable) => void;
  onSelect: () => void;
  /** Whether the press belonged to the menu. */
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  close: () => void;
  keysOfMenu: RefObject<((key: string) => boolean) | null>;
  /** Whom the note names as it stands. */
  read: () => Mention[];
}

export function useMentions(state: ComposerState, field: RefObject<HTMLTextAreaElement | null>): Mentions {
  const all = useNamable();
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const chosen = useRef<Mention[]>([]);
  const keysOfMenu = useRef<((key: string) => boolean) | null>(null);
  const note = state.tab === 'note';
  const found = !note || caret === null ? null : findAt(state.text, Math.min(caret, state.text.length));
  const trigger = found && found.start !== dismissed ? found : null;

  const choose = (one: Namable) => {
    if (!trigger) return;
    chosen.current = [...chosen.current, { kind: one.kind, id: one.id }];
    const before = `${state.text.slice(0, trigger.start)}@${one.name} `;
    state.setText(before + state.text.slice(trigger.start + 1 + trigger.query.length).trimStart());
    setCaret(null);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!trigger || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    if (event.key === 'Escape' && active !== null) setDismissed(trigger.start);
    else if (!keysOfMenu.current?.(event.key)) return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    trigger, active, setActive, choose, onKeyDown, keysOfMenu,
    onSelect: () => {
      const at = field.current;
      setCaret(at && at.selectionStart === at.selectionEnd ? at.selectionStart : null);
      if (dismissed !== null && at && findAt(at.value, at.selectionStart)?.start !== dismissed) setDismissed(null);
    },
    close: () => setDismissed(trigger?.start ?? null),
    read: () => (note ? readMentions(state.text, all, chosen.current) : []),
  };
}
