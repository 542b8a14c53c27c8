import type { Operator, Presence, Session } from '@otklik/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';

export interface StatusWish {
  presence: Presence;
  reason_id?: number;
  until?: string;
}

/** Chooses my status: shown at once, and as it was again if the server refuses. */
export function useChooseStatus(): (wish: StatusWish) => void {
  const client = useQueryClient();
  const put = (change: Partial<Operator>) => client.setQueryData<Session>(keys.session, (session) => session && { ...session, operator: { ...session.operator, ...change } });
  const choose = useMutation({
    mutationFn: (wish: StatusWish) => server.put<Operator>('/operators/me/presence', wish),
    onMutate: (wish) => {
      const before = client.getQueryData<Session>(keys.session)?.operator;
      put({ presence: wish.presence, presence_auto: false, presence_reason: null, presence_until: null });
      return { before };
    },
    onSuccess: (operator) => put(operator),
    onError: (error, _wish, context) => {
      if (context?.before) put(context.before);
      tellProblem(error);
    },
  });
  return choose.mutate;
}
