/** How colleagues sign in. */
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';

export interface PersonLink {
  provider_id: number;
  name: string;
  email: string;
}

export interface PersonWays {
  operator_id: number;
  has_password: boolean;
  links: PersonLink[];
}

export const peopleWaysQuery = { queryKey: keys.peopleWays, queryFn: async () => (await server.get<{ items: PersonWays[] }>('/sso/people')).items, staleTime: 60_000 };
