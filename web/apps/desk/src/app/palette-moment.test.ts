import { expect, test } from 'vitest';
import { readMoment } from './palette-moment';

const NOW = new Date('2026-11-22T12:00:00');

test.each([
  ['отложить завтра в 9', '2026-11-23T09:00:00'],
  ['Отложить до понедельника', '2026-11-23T09:00:00'],
  ['отложи на 2 часа', '2026-11-22T14:00:00'],
  ['snooze until tomorrow', '2026-11-23T09:00:00'],
  ['через 2 часа', '2026-11-22T14:00:00'],
  ['9', null],
  ['1024', null],
  ['возврат', null],
])('%s', (query, expected) => expect(readMoment(query, NOW)).toEqual(expected === null ? null : new Date(expected)));
