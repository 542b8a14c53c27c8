import { expect, test } from 'vitest';
import { askedColumns, moved, readColumns, usualColumns, withColumn } from './columns';

test('without a choice rows show what they always did', () => {
  expect(readColumns(null)).toEqual({ waiting: true, priority: true, channel: true, facts: ['tags', 'assignee'], lined: false });
  expect(readColumns([])).toEqual({ waiting: false, priority: false, channel: false, facts: [], lined: false });
});

test('words get a line of their own, marks do not', () => {
  expect(readColumns(['assignee', 'team', 'waiting']).lined).toBe(true);
  expect(readColumns(['assignee', 'team', 'waiting']).facts).toEqual(['assignee', 'team']);
});

test('only what rows do not hold anyway is asked for', () => {
  expect(askedColumns(['waiting', 'topic', 'contact.city', 'team', 'talk.order'])).toBe('topic,contact.city,talk.order');
  expect(askedColumns(null)).toBe('');
});

test('facts change their order, marks stay out of it', () => {
  const chosen = withColumn(usualColumns, 'team', true);
  expect(moved(chosen, 'team', -1)).toEqual(['waiting', 'priority', 'channel', 'tags', 'team', 'assignee']);
  expect(moved(chosen, 'tags', -1)).toEqual(chosen);
  expect(withColumn(chosen, 'tags', false)).toEqual(['waiting', 'priority', 'channel', 'assignee', 'team']);
});
