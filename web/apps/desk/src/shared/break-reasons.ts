import type { BreakReason } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { keys } from './keys';
import { server } from './server';

/** The company's reasons for breaks, in their order; undefined until they are known. */
export function useBreakReasons(): BreakReason[] | undefined {
  return useQuery({
    queryKey: keys.breakReasons,
    queryFn: async () => (await server.get<{ items: BreakReason[] }>('/break-reasons')).items,
    staleTime: 60_000,
  }).data;
}
