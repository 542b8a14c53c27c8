/** Key combinations, matched on the place of the key so that they work under any layout. */

/** "Mod+KeyK", "Shift+KeyE", or a run of two: "KeyG KeyI". Mod is Ctrl, or Command on a Mac. */
export type Combo = string;

export interface Stroke {
  code: string;
  key?: string;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
  shiftKey?: boolean;
}

export function strokesOf(combo: Combo): string[] {
  return combo.split(' ');
}

export function strokeName(event: Stroke): string {
  const parts = [
    event.ctrlKey || event.metaKey ? 'Mod' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    event.key === '?' ? 'Slash' : event.code,
  ];
  const name = parts.filter(Boolean).join('+');
  return event.key === '?' && !event.shiftKey ? `Shift+${name}` : name;
}

const modifiers = new Set(['ShiftLeft', 'ShiftRight', 'ControlLeft', 'ControlRight', 'AltLeft', 'AltRight', 'MetaLeft', 'MetaRight', 'CapsLock', '']);

/** Whether the press is a stroke already, and not a modifier on its way to one. */
export function isStroke(event: Stroke): boolean {
  return !modifiers.has(event.code);
}

/** One key alone would steal a letter from whoever types. */
export function isPlain(combo: Combo): boolean {
  return !combo.includes('Mod+') && !combo.includes('Alt+');
}

const signs: Record<string, string> = {
  Slash: '/',
  BracketRight: ']',
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
  Period: '.',
};

const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac OS');

/** The caps to draw: Ctrl, K. A layout names the letters as the person's keyboard does. */
export function capsOf(combo: Combo, layout?: ReadonlyMap<string, string>): string[] {
  if (combo === 'Shift+Slash') return ['?'];
  return strokesOf(combo).flatMap((stroke) => stroke.split('+').map((part) => capOf(part, layout)));
}

function capOf(part: string, layout?: ReadonlyMap<string, string>): string {
  if (part === 'Mod') return isMac ? '⌘' : 'Ctrl';
  if (part.startsWith('Key')) return (layout?.get(part) ?? part.slice(3)).toLocaleUpperCase();
  return signs[part] ?? part;
}
