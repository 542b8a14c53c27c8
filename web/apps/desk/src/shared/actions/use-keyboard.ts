import { useEffect } from 'react';
import { hear, isTextField } from './keyboard';
import { isOffered, runOrAwait } from './running';
import { expectField, forgetTyped, handOver, keepTyped } from './typed-ahead';

const RUN_MS = 1200;

function onControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, [role="menuitem"], summary, audio, video') !== null;
}

function dialogueOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null;
}

/** Listens to the whole page. */
export function useKeyboard(plainKeys: boolean): void {
  useEffect(() => {
    let pending: string | null = null;
    let forget: ReturnType<typeof setTimeout> | undefined;
    let dialogue = false;
    // Before anybody hears of the press: a dialogue that the same Escape closes is gone by the time it comes here.
    const look = (event: KeyboardEvent) => {
      dialogue = dialogueOpen() || (event.key === 'Escape' && document.querySelector('[role="dialog"]') !== null);
    };
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (keepTyped(event)) {
        event.preventDefault();
        return;
      }
      const typing = isTextField(event.target);
      const heard = hear(event, pending, { typing, composing: event.isComposing, plainKeys, onControl: onControl(event.target), dialogue, offered: isOffered });
      clearTimeout(forget);
      pending = heard.pending;
      if (pending) forget = setTimeout(() => (pending = null), RUN_MS);
      if (!heard.action) return;
      expectField(heard.action);
      if (runOrAwait(heard.action)) event.preventDefault();
      else forgetTyped();
    };
    const focus = (event: FocusEvent) => handOver(event.target);
    window.addEventListener('keydown', look, true);
    window.addEventListener('keydown', listen);
    window.addEventListener('focusin', focus);
    return () => {
      clearTimeout(forget);
      window.removeEventListener('keydown', look, true);
      window.removeEventListener('keydown', listen);
      window.removeEventListener('focusin', focus);
    };
  }, [plainKeys]);
}
