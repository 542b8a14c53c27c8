/** How I sign in, and through whom I could. */
import { keys } from './keys';
import { server } from './server';

export interface OwnLink {
  provider_id: number;
  name: string;
  /** Null while my account is not linked. */
  email: string | null;
  linked_at: string | null;
  used_at: string | null;
}

export interface OwnWays {
  has_password: boolean;
  links: OwnLink[];
}

export const ownWaysQuery = { queryKey: keys.ownWays, queryFn: () => server.get<OwnWays>('/session/sso'), staleTime: 60_000 } as const;
