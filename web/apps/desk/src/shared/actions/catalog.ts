/** Every action of the desk, once: buttons, the palette, the key sheet and the keyboard read it from here. */
import type { Combo } from './combos';

export type ActionGroup = 'conversation' | 'message' | 'list' | 'go' | 'composer' | 'status' | 'desk';

export interface Action {
  group: ActionGroup;
  combos?: readonly Combo[];
  /** Works while a text field has the focus. */
  inFields?: boolean;
  /** Not offered in the palette: only makes sense from the keyboard. */
  keysOnly?: boolean;
  /** Its key is chosen elsewhere: how to send is a preference of its own. */
  fixed?: boolean;
}

export const catalog = {
  'conversation.assignMe': { group: 'conversation', combos: ['KeyA'] },
  'conversation.transfer': { group: 'conversation', combos: ['KeyT'] },
  'conversation.toTeam': { group: 'conversation', combos: ['KeyQ'] },
  'conversation.acceptOffer': { group: 'conversation' },
  'conversation.declineOffer': { group: 'conversation' },
  'conversation.snooze': { group: 'conversation', combos: ['KeyZ'] },
  'conversation.snoozeReply': { group: 'conversation', combos: ['Shift+KeyZ'] },
  'conversation.resolve': { group: 'conversation', combos: ['KeyE'] },
  'conversation.resolveNext': { group: 'conversation', combos: ['Shift+KeyE'] },
  'conversation.tags': { group: 'conversation', combos: ['KeyL'] },
  'conversation.priority': { group: 'conversation', combos: ['KeyP'] },
  'conversation.spam': { group: 'conversation' },
  'conversation.notSpam': { group: 'conversation' },
  'conversation.merge': { group: 'conversation' },
  'conversation.link': { group: 'conversation' },
  'conversation.task': { group: 'conversation', combos: ['Shift+KeyT'] },
  'conversation.block': { group: 'conversation' },
  'conversation.unblock': { group: 'conversation' },
  'conversation.mute': { group: 'conversation' },
  'conversation.unmute': { group: 'conversation' },
  'conversation.follow': { group: 'conversation', combos: ['KeyW'] },
  'conversation.unfollow': { group: 'conversation' },
  'conversation.reopen': { group: 'conversation' },
  'conversation.macros': { group: 'conversation', combos: ['KeyM'] },
  'conversation.markUnread': { group: 'conversation', combos: ['Shift+KeyU'] },
  'conversation.contact': { group: 'conversation', combos: ['BracketRight', 'KeyV'] },
  'conversation.find': { group: 'conversation', combos: ['Mod+KeyF'], inFields: true },
  'conversation.messageActions': { group: 'conversation', combos: ['Period'], keysOnly: true },
  'message.quote': { group: 'message', combos: ['Shift+KeyR'] },
  'message.copy': { group: 'message', combos: ['KeyC'] },
  'message.copyWithAuthor': { group: 'message', combos: ['Shift+KeyC'] },
  'message.copyLink': { group: 'message' },
  'message.retry': { group: 'message' },
  'message.forward': { group: 'message', combos: ['KeyF'] },
  'message.headers': { group: 'message' },
  'message.pin': { group: 'message' },
  'message.unpin': { group: 'message' },
  'message.unread': { group: 'message' },
  'message.task': { group: 'message' },
  'message.canned': { group: 'message' },
  'message.translate': { group: 'message' },
  'message.original': { group: 'message' },
  'message.edit': { group: 'message' },
  'message.split': { group: 'message' },
  'message.delete': { group: 'message' },
  'composer.reply': { group: 'composer', combos: ['KeyR'] },
  'composer.note': { group: 'composer', combos: ['KeyN'] },
  'composer.toggle': { group: 'composer', combos: ['Mod+Shift+Period'], inFields: true, keysOnly: true },
  'composer.send': { group: 'composer', combos: ['Mod+Enter'], inFields: true, keysOnly: true, fixed: true },
  'composer.sendClose': { group: 'composer', combos: ['Mod+Shift+Enter'], inFields: true },
  'composer.sendSnooze': { group: 'composer', combos: ['Mod+Alt+Enter'], inFields: true },
  'composer.sendLater': { group: 'composer' },
  'composer.undoSend': { group: 'composer', combos: ['Mod+KeyZ'], inFields: true },
  'composer.attach': { group: 'composer' },
  'composer.canned': { group: 'composer' },
  'composer.emoji': { group: 'composer' },
  'composer.voice': { group: 'composer' },
  'composer.buttons': { group: 'composer' },
  'composer.translate': { group: 'composer' },
  'list.next': { group: 'list', combos: ['KeyJ', 'ArrowDown'], keysOnly: true },
  'list.previous': { group: 'list', combos: ['KeyK', 'ArrowUp'], keysOnly: true },
  'list.open': { group: 'list', combos: ['Enter', 'KeyO'], keysOnly: true },
  'list.back': { group: 'list', combos: ['KeyU'], keysOnly: true },
  'list.select': { group: 'list', combos: ['KeyX'] },
  'list.selectRange': { group: 'list', combos: ['Shift+KeyX'], keysOnly: true },
  'list.clearSelection': { group: 'list', combos: ['Escape'], keysOnly: true },
  'list.leave': { group: 'list', combos: ['Escape'], keysOnly: true },
  'list.group': { group: 'list' },
  'list.foldAll': { group: 'list' },
  'list.columns': { group: 'list' },
  'list.search': { group: 'list', combos: ['Slash'] },
  'go.mine': { group: 'go', combos: ['KeyG KeyM'] },
  'go.unassigned': { group: 'go', combos: ['KeyG KeyU'] },
  'go.open': { group: 'go', combos: ['KeyG KeyI'] },
  'go.search': { group: 'go', combos: ['KeyG KeyF'] },
  'go.contacts': { group: 'go', combos: ['KeyG KeyC'] },
  'go.tasks': { group: 'go', combos: ['KeyG KeyT'] },
  'go.settings': { group: 'go', combos: ['KeyG KeyS'] },
  'status.online': { group: 'status' },
  'status.busy': { group: 'status' },
  'status.away': { group: 'status' },
  'status.offline': { group: 'status' },
  'call.accept': { group: 'desk', combos: ['Mod+Alt+KeyA'], inFields: true },
  'call.decline': { group: 'desk', combos: ['Mod+Alt+KeyD'], inFields: true },
  'call.mute': { group: 'desk', combos: ['Mod+Alt+KeyM'], inFields: true },
  'call.hold': { group: 'desk', combos: ['Mod+Alt+KeyO'], inFields: true },
  'call.hangUp': { group: 'desk', combos: ['Mod+Alt+KeyH'], inFields: true },
  'desk.write': { group: 'desk', combos: ['KeyC'] },
  'desk.palette': { group: 'desk', combos: ['Mod+KeyK'], inFields: true, keysOnly: true },
  'desk.keys': { group: 'desk', combos: ['Shift+Slash'] },
  'desk.theme': { group: 'desk' },
  'desk.signOut': { group: 'desk' },
} as const satisfies Record<string, Action>;

export type ActionId = keyof typeof catalog;

/** What can be done with one message. */
export type MessageAction = Extract<ActionId, `message.${string}`>;

export const actionIds = Object.keys(catalog) as ActionId[];

export function actionOf(id: ActionId): Action {
  return catalog[id];
}
