import type { SavedView } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { keys } from './keys';
import { server } from './server';

export function useSavedViews(): SavedView[] | undefined {
  return useQuery({
    queryKey: keys.savedViews,
    queryFn: async () => (await server.get<{ items: SavedView[] }>('/views')).items,
    staleTime: Infinity,
  }).data;
}
