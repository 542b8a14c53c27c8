import { expect, test } from 'vitest';
import { hear, type Circumstances } from './keyboard';
import { combosOf, rivalOf, withKey } from './keymap';

const calm: Circumstances = { typing: false, composing: false, plainKeys: true, onControl: false, dialogue: false };

test('a chosen key takes the place of all usual ones', () => {
  const own = { 'conversation.contact': 'KeyI' };
  expect(combosOf('conversation.contact', own)).toEqual(['KeyI']);
  expect(hear({ code: 'KeyI' }, null, { ...calm, own }).action).toBe('conversation.contact');
  expect(hear({ code: 'KeyV' }, null, { ...calm, own }).action).toBeNull();
});

test('an action may have no key at all', () => {
  const own = { 'conversation.resolve': '' };
  expect(hear({ code: 'KeyE' }, null, { ...calm, own }).action).toBeNull();
  expect(hear({ code: 'KeyE', shiftKey: true }, null, { ...calm, own }).action).toBe('conversation.resolveNext');
});

test('a key that is taken has a rival, also when it begins a run of two', () => {
  expect(rivalOf('go.settings', 'KeyJ', {})).toBe('list.next');
  expect(rivalOf('conversation.resolve', 'KeyG', {})).toBe('go.mine');
  expect(rivalOf('go.settings', 'KeyE KeyE', {})).toBe('conversation.resolve');
  expect(rivalOf('conversation.resolve', 'KeyE', {})).toBeNull();
  expect(rivalOf('go.settings', 'KeyJ', { 'list.next': 'KeyI' })).toBeNull();
});

test('going back to the usual key leaves nothing behind', () => {
  const own = withKey({}, 'conversation.resolve', 'KeyY');
  expect(own).toEqual({ 'conversation.resolve': 'KeyY' });
  expect(withKey(own, 'conversation.resolve', 'KeyE')).toEqual({});
  expect(withKey(own, 'conversation.resolve', null)).toEqual({});
  expect(withKey({}, 'desk.theme', '')).toEqual({});
  expect(withKey({}, 'conversation.contact', 'KeyV')).toEqual({ 'conversation.contact': 'KeyV' });
});
