import { useQuery } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';

export interface Logo {
  url: string | null;
}

/** The address of a chat's logo; null where there is none, or no chat yet. */
export function useLogo(inboxId: number | undefined): string | null {
  const { data } = useQuery({ queryKey: keys.logo(inboxId ?? 0), enabled: inboxId !== undefined, queryFn: () => server.get<Logo>(`/inboxes/${inboxId}/logo`) });
  return data?.url ?? null;
}
