import type { Tag } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { keys } from './keys';
import { server } from './server';

export function useTags(): Tag[] {
  const { data } = useQuery({
    queryKey: keys.tags,
    queryFn: () => server.get<Tag[]>('/tags'),
    staleTime: 60_000,
  });
  return data ?? [];
}
