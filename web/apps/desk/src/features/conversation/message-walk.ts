import { useEffect, useEffectEvent, type RefObject } from 'react';
import { isTextField, useAction } from '~/shared/actions';
import { createStore } from '~/shared/store';

/** The message that has the focus, or had it before a menu, a dialogue or the palette took it. */
export const focusedMessage = createStore<number | null>(null);

const steps: Record<string, number> = { KeyJ: 1, ArrowDown: 1, KeyK: -1, ArrowUp: -1 };

/** Walks the messages of a thread by keys while one of them has the focus; the full stop comes to the last one, and opens what can be done with it. */
export function useMessageWalk(sheet: RefObject<HTMLElement | null>): void {
  const all = () => [...(sheet.current?.querySelectorAll<HTMLElement>('[data-seq]') ?? [])];
  const go = (place: HTMLElement | undefined) => {
    place?.focus({ preventScroll: true });
    place?.scrollIntoView({ block: 'nearest' });
  };
  useAction('conversation.messageActions', () => {
    const place = placeOf(document.activeElement);
    if (place && sheet.current?.contains(place)) place.querySelector<HTMLElement>('[data-message-menu]')?.click();
    else go(all().at(-1));
  });
  const walk = useEffectEvent((event: KeyboardEvent) => {
    const by = steps[event.code];
    const place = placeOf(event.target);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (by === undefined || !place || !sheet.current?.contains(place) || event.defaultPrevented || !plain || isTextField(event.target)) return;
    const places = all();
    event.preventDefault();
    go(places[places.indexOf(place) + by]);
  });
  const follow = useEffectEvent((event: FocusEvent) => {
    const place = placeOf(event.target);
    if (place && sheet.current?.contains(place)) focusedMessage.set(Number(place.id.slice(2)));
    else if (event.target instanceof Element && !event.target.closest('[role="dialog"], [role="menu"], [data-portal]')) focusedMessage.set(null);
  });
  useEffect(() => {
    const listen = (event: FocusEvent) => follow(event);
    document.addEventListener('focusin', listen);
    return () => {
      document.removeEventListener('focusin', listen);
      focusedMessage.set(null);
    };
  }, []);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => walk(event);
    // Before the keys of the desk, which listen at the window.
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function placeOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-seq]') : null;
}
