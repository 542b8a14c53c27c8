import type { Operator, Page, Team } from '@otklik/api';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { layOver } from './desk-client';
import { keys } from './keys';
import { server } from './server';

export function useOperators(): Operator[] {
  const { data } = useQuery({
    queryKey: keys.operators,
    queryFn: async () => (await server.get<Page<Operator>>('/operators', { limit: 100 })).items,
    staleTime: Infinity,
  });
  return data ?? [];
}

export function useTeams(): Team[] {
  const { data } = useQuery({
    queryKey: keys.teams,
    queryFn: async () => (await server.get<Page<Team>>('/teams', { limit: 100 })).items,
    staleTime: 60_000,
  });
  return data ?? [];
}

export function applyOperators(client: QueryClient, changed: Operator[]): void {
  layOver<Operator[]>(client, keys.operators, (known) => {
    if (!known) return known;
    const byId = new Map(known.map((operator) => [operator.id, operator]));
    for (const operator of changed) byId.set(operator.id, operator);
    return [...byId.values()];
  });
}
