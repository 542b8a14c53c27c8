import { expect, test } from 'vitest';
import type { Commands } from '../../loader/public/otklik';
import { COMMANDS } from './site-api';

/** Words that only our own pages and files use. */
const OWN = ['greet', 'redraw', 'sample', 'on', 'off'];

const published: Record<keyof Commands, true> = {
  open: true, close: true, toggle: true, hide: true, show: true, startConversation: true, message: true, prefill: true, identify: true, set: true, reset: true, consent: true,
};

test('every word the window understands is published with its types, and none beside', () => {
  const understood = [...COMMANDS, 'open', 'close', 'toggle', 'consent'].filter((name) => !OWN.includes(name));
  expect(understood.sort()).toEqual(Object.keys(published).sort());
});
