/** Which combinations lead to an action: the catalogue's, or those the operator chose instead. */
import { createStore, useStore } from '~/shared/store';
import { actionIds, actionOf, type ActionId } from './catalog';
import type { Combo } from './combos';

/** By action; an empty combination means that the action has no key. */
export type OwnKeys = Readonly<Record<string, Combo>>;

const chosen = createStore<OwnKeys>({});

/** Takes over what the operator prefers. */
export function setOwnKeys(keys: OwnKeys): void {
  chosen.set(keys);
}

export function combosOf(id: ActionId, own: OwnKeys = chosen.get()): readonly Combo[] {
  const mine = own[id];
  if (mine === undefined) return actionOf(id).combos ?? [];
  return mine === '' ? [] : [mine];
}

export function useOwnKeys(): OwnKeys {
  return useStore(chosen);
}

export function useCombos(id: ActionId): readonly Combo[] {
  return combosOf(id, useOwnKeys());
}

/** Whose key this is already: the same strokes, or the first of a run of two. */
export function rivalOf(id: ActionId, combo: Combo, own: OwnKeys): ActionId | null {
  const clashes = (other: Combo) => other === combo || other.startsWith(`${combo} `) || combo.startsWith(`${other} `);
  return actionIds.find((other) => other !== id && combosOf(other, own).some(clashes)) ?? null;
}

/** The choice with one action changed; what equals the catalogue is not kept. */
export function withKey(own: OwnKeys, id: ActionId, combo: Combo | null): Record<string, Combo> {
  const rest = Object.fromEntries(Object.entries(own).filter(([name]) => name !== id));
  const usual = actionOf(id).combos ?? [];
  const isUsual = combo === null || (usual.length <= 1 && combo === (usual[0] ?? ''));
  return isUsual ? rest : { ...rest, [id]: combo };
}
