/** Calls from the website that ring on my desk, and the one I am in; the sound itself is in the feature, which comes when it rings. */
import type { Call } from '@otklik/api';
import type { ServerFrame } from '@otklik/realtime';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { server } from './server';

const LOOK_AGAIN_MS = 5_000;

export interface KnownCall extends Call {
  /** The end of its ringing and the beginning of its talk by this browser's clock: the two clocks may differ. */
  until: number;
  since: number;
}

const none: KnownCall[] = [];

/** While there is a call it is looked at again from time to time: news of it may be lost. */
export function useCalls(enabled: boolean): KnownCall[] {
  const { data = none } = useQuery({
    queryKey: keys.calls,
    queryFn: async () => reckonCalls((await server.get<{ items: Call[] }>('/calls')).items, Date.now()),
    staleTime: Infinity,
    enabled,
    refetchInterval: (query) => ((query.state.data?.length ?? 0) > 0 ? LOOK_AGAIN_MS : false),
    refetchIntervalInBackground: true,
  });
  return data;
}

export function reckonCalls(calls: Call[], now: number): KnownCall[] {
  return calls.map((call) => ({ ...call, until: now + call.left_s * 1_000, since: now - call.talked_s * 1_000 }));
}

type CallFrame = Extract<ServerFrame, { type: 'signal' | 'beat' }>;

const listeners = new Set<(frame: CallFrame) => void>();

/** Hear the signs of the call that this page has. */
export function listenToCalls(listener: (frame: CallFrame) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function followCalls(client: QueryClient, frame: ServerFrame): void {
  if (frame.type === 'calls') void client.invalidateQueries({ queryKey: keys.calls });
  if (frame.type === 'signal' || frame.type === 'beat') for (const listener of listeners) listener(frame);
}
