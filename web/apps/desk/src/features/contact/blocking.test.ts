import { describe, expect, it } from 'vitest';
import { blockingOf } from './blocking';

describe('what is said of an address when a person is blocked', () => {
  it.each([
    [{ barred: false, bar_error: '' }, false, true, 'here'],
    [{ barred: false, bar_error: '' }, false, false, null],
    [{ barred: true, bar_error: '' }, true, true, 'blocked'],
    [{ barred: false, bar_error: '' }, true, false, null],
    [{ barred: false, bar_error: '' }, true, true, 'blocking'],
    [{ barred: true, bar_error: '' }, true, false, 'unblocking'],
    [{ barred: false, bar_error: 'x' }, true, true, 'blockFailed'],
    [{ barred: true, bar_error: 'x' }, true, false, 'unblockFailed'],
  ] as const)('%o, able %s, blocked %s: %s', (identity, able, blocked, said) => {
    expect(blockingOf(identity, able, blocked)).toBe(said);
  });
});
