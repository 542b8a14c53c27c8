import type { KeyboardEvent } from 'react';

/** On a button of a list `data-choices`: arrows, Home and End move to another, digits press the one of that number. */
export function moveAmongChoices(event: KeyboardEvent<HTMLElement>): void {
  const choices = [...(event.currentTarget.closest('[data-choices]')?.querySelectorAll<HTMLButtonElement>('[data-choice]') ?? [])];
  const at = choices.findIndex((one) => one === document.activeElement);
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? choices.length - 1 : at - 1, Home: 0, End: choices.length - 1 }[event.key];
  if (next !== undefined && choices.length > 0) {
    event.preventDefault();
    choices[(next + choices.length) % choices.length]?.focus();
  } else if (digit && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const pressed = choices[Number(digit) - 1];
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
  }
}
