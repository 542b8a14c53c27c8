/** From a key press to the action it means, given what has the focus. */
import { actionIds, actionOf, type ActionId } from './catalog';
import { isPlain, strokeName, strokesOf, type Stroke } from './combos';
import { combosOf, type OwnKeys } from './keymap';

export interface Circumstances {
  typing: boolean;
  composing: boolean;
  /** One-letter keys may be switched off. */
  plainKeys: boolean;
  /** A button or a link has the focus: Enter is its own. */
  onControl: boolean;
  dialogue: boolean;
  /** Whether somebody offers to carry it out: of two actions with one key the one that can be done. */
  offered?: (id: ActionId) => boolean;
  /** What the operator chose instead of the catalogue's keys. */
  own?: OwnKeys;
}

export interface Heard {
  action: ActionId | null;
  /** The first stroke of a run of two, to be given back with the next press. */
  pending: string | null;
}

const nothing: Heard = { action: null, pending: null };

export function hear(event: Stroke, pending: string | null, around: Circumstances): Heard {
  if (around.composing || around.dialogue) return nothing;
  const stroke = strokeName(event);
  const said = pending ? `${pending} ${stroke}` : stroke;
  const offered = actionIds.flatMap((id) => combosOf(id, around.own).map((combo) => ({ id, combo })));
  const usable = offered.filter(({ id, combo }) => permitted(id, combo, around));
  const same = usable.filter(({ combo }) => combo === said);
  const exact = same.find(({ id }) => around.offered?.(id)) ?? same[0];
  if (exact) return { action: exact.id, pending: null };
  if (usable.some(({ combo }) => strokesOf(combo).length > 1 && combo.startsWith(`${said} `))) return { action: null, pending: said };
  return pending ? hear(event, null, around) : nothing;
}

function permitted(id: ActionId, combo: string, around: Circumstances): boolean {
  if (around.typing && !actionOf(id).inFields) return false;
  if (around.onControl && combo === 'Enter') return false;
  return around.plainKeys || !isPlain(combo);
}

export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range', 'file'].includes(target.type);
}
