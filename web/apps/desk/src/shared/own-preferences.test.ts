import type { Operator, Session } from '@otklik/api';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keys } from './keys';
import { beginChange, endChange, ownPreferences, putPreferences, takeOwn } from './own-preferences';

const client = new QueryClient();

function me(list: number, name = 'Анна'): Operator {
  return { id: 1, name, preferences: { columns: { list } } } as unknown as Operator;
}

function width(): number | undefined {
  return ownPreferences(client)?.columns.list;
}

beforeEach(() => {
  vi.useFakeTimers();
  client.setQueryData(keys.session, { operator: me(364) });
});
afterEach(() => vi.useRealTimers());

function change(list: number): void {
  beginChange();
  putPreferences(client, me(list).preferences);
}

test('an echo of the change before does not undo the one I am making', () => {
  change(380);
  change(396);
  takeOwn(client, me(380, 'Анна П.'));
  expect(width()).toBe(396);
  expect(client.getQueryData<Session>(keys.session)?.operator.name, 'the rest is taken at once').toBe('Анна П.');
  endChange(client);
  endChange(client);
  takeOwn(client, me(396));
  vi.advanceTimersByTime(5_000);
  expect(width()).toBe(396);
});

test('what another page of mine has set meanwhile counts in the end', () => {
  change(380);
  endChange(client);
  takeOwn(client, me(500));
  expect(width()).toBe(380);
  vi.advanceTimersByTime(5_000);
  expect(width()).toBe(500);
  takeOwn(client, me(420));
  expect(width(), 'nobody changes anything here').toBe(420);
});
