import type { Operator, Preferences, Session } from '@otklik/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { tellProblem } from './problem-text';
import { server } from './server';
import { useSession } from './session';

type Change = Partial<Preferences>;

/** My preferences, and a way to change some of them, or to make the change of what they are by then: at once on the screen, then on the server. */
export function usePreferences(): [Preferences, (change: Change | ((now: Preferences) => Change)) => void] {
  const client = useQueryClient();
  const { preferences } = useSession().operator;
  // Not what was drawn last: of two quick changes the second would not know the first.
  const now = () => client.getQueryData<Session>(keys.session)?.operator.preferences ?? preferences;
  const put = (change: Change) =>
    client.setQueryData<Session>(keys.session, (session) => session && { ...session, operator: { ...session.operator, preferences: { ...session.operator.preferences, ...change } } });
  const save = useMutation({
    mutationFn: (change: Change) => server.patch<Operator>('/session/preferences', change),
    onMutate: (change) => {
      const before = now();
      put(change);
      return { before };
    },
    onError: (error, _change, context) => {
      if (context) put(context.before);
      tellProblem(error);
    },
  });
  return [preferences, (change) => save.mutate(typeof change === 'function' ? change(now()) : change)];
}
