import { expect, test } from 'vitest';
import { snoozeChoices, toField } from './snooze-times';

const at = (text: string) => Object.fromEntries(snoozeChoices(new Date(text)).map((choice) => [choice.id, toField(choice.at)]));

test('a Thursday afternoon offers all of them', () => {
  expect(at('2026-11-19T14:30:00')).toEqual({
    hour: '2026-11-19T15:30',
    threeHours: '2026-11-19T17:30',
    tonight: '2026-11-19T18:00',
    tomorrow: '2026-11-20T09:00',
    monday: '2026-11-23T09:00',
  });
});

test('late in the day there is no tonight', () => {
  expect(at('2026-11-19T17:30:00')).not.toHaveProperty('tonight');
});

test('on Sunday tomorrow is Monday already; on Monday the next one is a week away', () => {
  expect(at('2026-11-22T10:00:00')).not.toHaveProperty('monday');
  expect(at('2026-11-23T10:00:00')['monday']).toBe('2026-11-30T09:00');
});
