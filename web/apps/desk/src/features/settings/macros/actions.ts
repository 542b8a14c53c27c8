/** What the editor of macros knows of actions. */
import type { MacroAction, MacroVerb } from '@otklik/api';

export const VERBS: readonly MacroVerb[] = ['reply', 'canned', 'note', 'tag_add', 'tag_remove', 'assign', 'release', 'team', 'priority', 'snooze', 'resolve'];

const many: readonly MacroVerb[] = ['tag_add', 'tag_remove'];
const rivals: readonly (readonly MacroVerb[])[] = [
  ['reply', 'canned'],
  ['snooze', 'resolve'],
  ['assign', 'release'],
];

/** Tags may stand several times; of the others one, and of those that exclude each other one. */
export function mayAdd(verb: MacroVerb, actions: readonly MacroAction[]): boolean {
  if (many.includes(verb)) return true;
  const against = rivals.find((group) => group.includes(verb)) ?? [verb];
  return !actions.some((action) => against.includes(action.verb));
}

export function freshAction(verb: MacroVerb): MacroAction {
  switch (verb) {
    case 'assign':
      return { verb, operator_id: 'me' };
    case 'priority':
      return { verb, priority: 'high' };
    case 'snooze':
      return { verb, days: 1 };
    case 'reply':
    case 'note':
      return { verb, text: '' };
    default:
      return { verb };
  }
}

/** Whether everything the action needs is there. */
export function isComplete(action: MacroAction): boolean {
  switch (action.verb) {
    case 'reply':
    case 'note':
      return (action.text ?? '').trim() !== '';
    case 'canned':
      return action.response_id != null;
    case 'tag_add':
    case 'tag_remove':
      return action.tag_id != null;
    case 'team':
      return action.team_id !== undefined;
    default:
      return true;
  }
}
