import type { LedgerEntry } from '@otklik/api';
import { describe, expect, test } from 'vitest';
import { barsOf, eventful, percentOf, secondsOf } from './figures';

const quiet: LedgerEntry = { at: '2026-11-23T12:00:00Z', received: 0, stored: 0, repeated: 0, ignored: 0, lost: 0, failed: 0, messages: 0, shown: 0, unshown: 0 };

describe('figures of channel health', () => {
  test('shares and seconds', () => {
    expect(percentOf(1, 3, 'en')).toBe('33%');
    expect(percentOf(1, 200, 'en')).toBe('0.5%');
    expect(percentOf(0, 200, 'en')).toBe('0%');
    expect(secondsOf(1_234, 'en')).toBe('1.2');
    expect(secondsOf(61_400, 'ru')).toBe('61');
  });

  test('only stretches in which something happened are told', () => {
    const entries = [quiet, { ...quiet, received: 2, stored: 2 }, { ...quiet, messages: 1 }];
    expect(eventful(entries)).toHaveLength(2);
  });

  test('bars go from the oldest on, the highest is whole, a difference is marked', () => {
    const bars = barsOf([{ ...quiet, received: 100, lost: 1 }, quiet, { ...quiet, received: 1 }]);
    expect(bars.map(({ height }) => height)).toEqual([0.08, 0, 1]);
    expect(bars.map(({ bad }) => bad)).toEqual([false, false, true]);
  });
});
