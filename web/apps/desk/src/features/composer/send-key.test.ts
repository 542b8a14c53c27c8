import { expect, test } from 'vitest';
import { sends } from './send-key';

const enter = { key: 'Enter', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false };

test.each([
  [enter, 'enter', true],
  [enter, 'ctrl_enter', false],
  [{ ...enter, ctrlKey: true }, 'ctrl_enter', true],
  [{ ...enter, metaKey: true }, 'ctrl_enter', true],
  [{ ...enter, shiftKey: true }, 'enter', false],
  [{ ...enter, isComposing: true }, 'enter', false],
  [{ ...enter, ctrlKey: true, isComposing: true }, 'ctrl_enter', false],
  [{ ...enter, key: 'a' }, 'enter', false],
] as const)('%o with %s sends: %s', (press, chosen, verdict) => expect(sends(press, chosen)).toBe(verdict));
