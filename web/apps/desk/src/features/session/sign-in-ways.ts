/** How people sign in here, and the way to a provider and back. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';

interface Ways {
  providers: { slug: string; name: string }[];
  /** Only owners sign in with a password. */
  password_closed: boolean;
}

/** The providers of this installation's company, or of the one whose provider the address names. */
export function useWays(company: string | undefined) {
  return useQuery({ queryKey: ['sign-in-ways', company ?? ''], queryFn: () => server.get<Ways>('/sso', company ? { company } : {}), staleTime: 60_000, retry: 1 });
}

/** Leaves the page for the provider; `next` is where to go on afterwards. */
export function useLeaveFor(next: string) {
  return useMutation({
    mutationFn: (slug: string) => server.post<{ url: string }>(`/sso/${encodeURIComponent(slug)}/begin`, { return_to: next }, { quiet: true }),
    onSuccess: ({ url }) => window.location.assign(url),
    onError: tellProblem,
  });
}

const reasons = ['state', 'denied', 'provider', 'token', 'address', 'no_access', 'linked', 'signed_out', 'busy'] as const;
type Reason = (typeof reasons)[number];

/** The reason a way back names, when it is one we have words for. */
export function readReason(told: string | undefined): Reason | null {
  return reasons.find((one) => one === told) ?? null;
}
