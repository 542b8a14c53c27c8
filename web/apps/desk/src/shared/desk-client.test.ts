import { QueryObserver } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { DeskClient, layOver } from './desk-client';

interface Asked {
  answer: (words: string[]) => void;
}

/** A list on the screen whose answers come when the test says so. */
function watch(client: DeskClient, queryKey: string[]) {
  const asked: Asked[] = [];
  const queryFn = vi.fn(() => new Promise<string[]>((answer) => asked.push({ answer })));
  new QueryObserver(client, { queryKey, queryFn }).subscribe(() => undefined);
  return { asked, queryFn };
}

test('a change pushed before the first answer has come is laid over that answer', async () => {
  const client = new DeskClient();
  const { asked } = watch(client, ['list']);
  layOver<string[]>(client, ['list'], (words) => words && [...words, 'new']);
  expect(client.getQueryData(['list'])).toBeUndefined();
  asked[0]?.answer(['old']);
  await vi.waitFor(() => expect(client.getQueryData(['list'])).toEqual(['old', 'new']));
});

test('a change pushed while a list is asked for again is not lost under the older answer', async () => {
  const client = new DeskClient();
  const { asked } = watch(client, ['list']);
  asked[0]?.answer(['old']);
  await vi.waitFor(() => expect(client.getQueryData(['list'])).toEqual(['old']));
  void client.refetchQueries({ queryKey: ['list'] });
  layOver<string[]>(client, ['list'], (words) => [...new Set([...(words ?? []), 'new'])]);
  expect(client.getQueryData(['list'])).toEqual(['old', 'new']);
  asked[1]?.answer(['old']);
  await vi.waitFor(() => expect(client.getQueryState(['list'])?.fetchStatus).toBe('idle'));
  expect(client.getQueryData(['list'])).toEqual(['old', 'new']);
});

test('what was called old before its first answer came is asked for once more, and only once', async () => {
  const client = new DeskClient();
  const { asked, queryFn } = watch(client, ['card', 'notes']);
  void client.invalidateQueries({ queryKey: ['card'] });
  asked[0]?.answer([]);
  await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(2));
  asked[1]?.answer(['note']);
  await vi.waitFor(() => expect(client.getQueryData(['card', 'notes'])).toEqual(['note']));
  await new Promise((done) => setTimeout(done, 20));
  expect(queryFn).toHaveBeenCalledTimes(2);
});

test('what has been answered is asked for once when it is called old', async () => {
  const client = new DeskClient();
  const { asked, queryFn } = watch(client, ['card']);
  asked[0]?.answer([]);
  await vi.waitFor(() => expect(client.getQueryData(['card'])).toEqual([]));
  void client.invalidateQueries();
  await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(2));
  asked[1]?.answer(['note']);
  await vi.waitFor(() => expect(client.getQueryData(['card'])).toEqual(['note']));
  expect(queryFn).toHaveBeenCalledTimes(2);
});

test.each([
  ['what changes nothing', (words: string[] | undefined) => words],
  ['a change', (words: string[] | undefined) => words && [...words, 'new']],
])('%s laid over what is to be asked again does not make it fresh', async (_name, change) => {
  const client = new DeskClient();
  client.setQueryData(['card'], ['old']);
  await client.invalidateQueries({ queryKey: ['card'] });
  layOver<string[]>(client, ['card'], change);
  expect(client.getQueryState(['card'])?.isInvalidated).toBe(true);
});
