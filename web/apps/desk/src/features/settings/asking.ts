import { uuid7, type Page, type Session } from '@otklik/api';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';

type Key = readonly unknown[];

/** A list that comes in pages, the next one on demand. */
export function usePages<Item>(key: Key, path: string, query: Record<string, string> = {}) {
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => server.get<Page<Item>>(path, { ...query, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

interface Deed<Input, Output> {
  run: (input: Input) => Promise<Output>;
  /** What must be read again afterwards. */
  stale: Key[];
  /** The form shows the refusal itself. */
  quiet?: boolean;
  onDone?: (output: Output) => void;
}

/** Something done on the server, after which the named lists are read again. */
export function useDeed<Input, Output>({ run, stale, quiet = false, onDone }: Deed<Input, Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async (output) => {
      onDone?.(output);
      await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    ...(!quiet && { onError: tellProblem }),
  });
}

/** The same key while the body is the same: pressing again after a broken line creates nothing twice. */
export function useIdempotency(): (body: unknown) => { idempotencyKey: string } {
  const last = useRef({ body: '', key: '' });
  return (body) => {
    const text = JSON.stringify(body);
    if (last.current.body !== text) last.current = { body: text, key: uuid7() };
    return { idempotencyKey: last.current.key };
  };
}

/** Lays changed facts of the company over the session, which the whole desk reads. */
export function usePutWorkspace(): (change: Partial<Session['workspace']>) => void {
  const client = useQueryClient();
  return (change) => client.setQueryData<Session>(keys.session, (session) => session && { ...session, workspace: { ...session.workspace, ...change } });
}
