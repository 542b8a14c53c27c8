/** What is typed between a key that opens a field and the field itself: meant for the field, not for the desk. */
import type { ActionId } from './catalog';
import { isTextField } from './keyboard';

const PATIENCE_MS = 2000;
/** Their fields are fetched when they are first wanted. */
const opening = new Set<ActionId>(['desk.palette', 'desk.write', 'conversation.tags', 'conversation.transfer', 'conversation.toTeam', 'conversation.macros']);

let held: { text: string; until: number } | null = null;

/** From now on what is typed is kept, if the action opens a field. */
export function expectField(id: ActionId): void {
  if (opening.has(id)) held = { text: '', until: Date.now() + PATIENCE_MS };
}

export function forgetTyped(): void {
  held = null;
}

/** Keeps a press for the field that is coming; false when none is, and the press is for whoever has the focus. */
export function keepTyped(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  if (held && Date.now() > held.until) held = null;
  if (!held || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === 'Escape') {
    held = null;
    return false;
  }
  if (event.key === 'Backspace') held.text = held.text.slice(0, -1);
  else if ([...event.key].length === 1) held.text += event.key;
  else return event.key === 'Enter';
  return true;
}

/** Something has the focus: a field gets what was kept, anything else in a dialogue ends the waiting. */
export function handOver(target: EventTarget | null): void {
  if (!held || !(target instanceof HTMLElement)) return;
  const { text } = held;
  if (isTextField(target)) {
    held = null;
    // Once the field is settled.
    if (text) queueMicrotask(() => insert(target, text));
  } else if (target.closest('[role="dialog"], [role="menu"]')) held = null;
}

/** As if it had been typed: React hears of it by the event. */
function insert(field: HTMLElement, text: string): void {
  if (document.activeElement !== field || !(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}
