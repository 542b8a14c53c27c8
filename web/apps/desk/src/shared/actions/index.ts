export { ActionButton, useCaps } from './action-button';
export { actionIds, actionOf, catalog, type ActionGroup, type ActionId } from './catalog';
export { capsOf } from './combos';
export { runAction, useAction, useAvailableActions } from './running';
export { useKeyboard } from './use-keyboard';
