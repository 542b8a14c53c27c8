import { expect, test } from 'vitest';
import { capsOf } from './combos';
import { hear, type Circumstances } from './keyboard';

const calm: Circumstances = { typing: false, composing: false, plainKeys: true, onControl: false, dialogue: false };

test('a letter is known by its place, whatever the layout types', () => {
  expect(hear({ code: 'KeyJ', key: 'о' }, null, calm).action).toBe('list.next');
  expect(hear({ code: 'KeyE', key: 'У', shiftKey: true }, null, calm).action).toBe('conversation.resolveNext');
});

test('the question mark opens the sheet from any place', () => {
  expect(hear({ code: 'Slash', key: '?', shiftKey: true }, null, calm).action).toBe('desk.keys');
  expect(hear({ code: 'Digit7', key: '?', shiftKey: true }, null, calm).action).toBe('desk.keys');
});

test('letters belong to the text while one is typed', () => {
  expect(hear({ code: 'KeyE' }, null, { ...calm, typing: true }).action).toBeNull();
  expect(hear({ code: 'Enter', ctrlKey: true }, null, { ...calm, typing: true }).action).toBe('composer.send');
});

test('nothing happens while a word is being composed or a dialogue stands', () => {
  expect(hear({ code: 'Enter', ctrlKey: true }, null, { ...calm, typing: true, composing: true }).action).toBeNull();
  expect(hear({ code: 'KeyE' }, null, { ...calm, dialogue: true }).action).toBeNull();
});

test('two strokes in turn', () => {
  const first = hear({ code: 'KeyG' }, null, calm);
  expect(first).toEqual({ action: null, pending: 'KeyG' });
  expect(hear({ code: 'KeyM' }, first.pending, calm).action).toBe('go.mine');
  expect(hear({ code: 'KeyJ' }, first.pending, calm).action).toBe('list.next');
});

test('one-letter keys can be switched off, the palette cannot', () => {
  const off = { ...calm, plainKeys: false };
  expect(hear({ code: 'KeyE' }, null, off).action).toBeNull();
  expect(hear({ code: 'KeyK', ctrlKey: true }, null, off).action).toBe('desk.palette');
});

test('a focused button keeps its Enter', () => {
  expect(hear({ code: 'Enter' }, null, { ...calm, onControl: true }).action).toBeNull();
});

test('caps follow the layout', () => {
  expect(capsOf('Mod+KeyK')).toEqual(['Ctrl', 'K']);
  expect(capsOf('KeyG KeyI', new Map([['KeyG', 'п'], ['KeyI', 'ш']]))).toEqual(['П', 'Ш']);
  expect(capsOf('Shift+Slash')).toEqual(['?']);
});

test('of two actions with one key, the one that can be done', () => {
  expect(hear({ code: 'Escape' }, null, { ...calm, offered: (id) => id === 'list.leave' }).action).toBe('list.leave');
  expect(hear({ code: 'Escape' }, null, { ...calm, offered: (id) => id === 'list.clearSelection' || id === 'list.leave' }).action).toBe('list.clearSelection');
});

test('sending has keys of its own inside the field', () => {
  const field = { ...calm, typing: true };
  expect(hear({ code: 'Enter', ctrlKey: true, shiftKey: true }, null, field).action).toBe('composer.sendClose');
  expect(hear({ code: 'Enter', ctrlKey: true, altKey: true }, null, field).action).toBe('composer.sendSnooze');
});
