export { ActionButton, useCaps } from './action-button';
export { actionIds, actionOf, catalog, type ActionGroup, type ActionId } from './catalog';
export { capsOf, isStroke, strokeName } from './combos';
export { focusMain, useKeptFocus } from './keep-focus';
export { combosOf, rivalOf, setOwnKeys, useCombos, useOwnKeys, withKey, type OwnKeys } from './keymap';
export { runAction, useAction, useAvailableActions } from './running';
export { useKeyboard } from './use-keyboard';
export { useKeyboardLayout } from './keyboard-layout';
