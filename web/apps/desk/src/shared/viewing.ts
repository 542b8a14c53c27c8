/** Looking at the desk with other eyes: a role's or a person's. */
import type { Role } from '@otklik/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tellProblem } from './problem-text';
import { server } from './server';
import { renewRights } from './session';

export type Eyes = { role: Role } | { operator_id: number };

/** Begins to look, in every tab of this browser; what is shown is asked for again. */
export function useBeginViewing(onBegun: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (eyes: Eyes) => server.post('/session/viewing', eyes),
    onSuccess: async () => {
      onBegun();
      await renewRights(client);
    },
    onError: tellProblem,
  });
}

export function useEndViewing() {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => server.delete('/session/viewing'), onSuccess: () => renewRights(client), onError: tellProblem });
}
