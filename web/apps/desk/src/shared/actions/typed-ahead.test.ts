// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { expectField, forgetTyped, handOver, keepTyped } from './typed-ahead';

const press = (key: string, more: object = {}) => keepTyped({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });
const heard = vi.fn();

const field = () => document.querySelector<HTMLInputElement>('#field') ?? new HTMLInputElement();

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<input id="field"><div role="dialog"><button>ok</button></div>';
  field().addEventListener('input', heard);
});
afterEach(() => {
  forgetTyped();
  heard.mockClear();
  vi.useRealTimers();
});

async function focus(selector: string): Promise<void> {
  const found = document.querySelector<HTMLElement>(selector);
  found?.focus();
  handOver(found);
  await Promise.resolve();
}

test('what is typed before the field has come is put into it', async () => {
  expectField('desk.palette');
  for (const key of 'эсх') expect(press(key)).toBe(true);
  expect(press('Backspace')).toBe(true);
  await focus('#field');
  expect(field().value).toBe('эс');
  expect(heard).toHaveBeenCalledOnce();
  expect(press('e')).toBe(false);
});

test('an action that opens no field keeps nothing', () => {
  expectField('conversation.resolve');
  expect(press('e')).toBe(false);
});

test('a dialogue without a field, Escape and a wait too long end it', async () => {
  expectField('conversation.transfer');
  expect(press('а')).toBe(true);
  await focus('button');
  expect(press('б')).toBe(false);
  expectField('desk.palette');
  expect(press('Escape')).toBe(false);
  expect(press('б')).toBe(false);
  expectField('desk.palette');
  vi.advanceTimersByTime(2001);
  expect(press('б')).toBe(false);
  await focus('#field');
  expect(field().value).toBe('');
  expect(heard).not.toHaveBeenCalled();
});

test('keys with Ctrl are no text, Enter is not pressed on what stands behind', () => {
  expectField('desk.palette');
  expect(press('c', { ctrlKey: true })).toBe(false);
  expect(press('Enter')).toBe(true);
  expect(press('ArrowDown')).toBe(false);
});
