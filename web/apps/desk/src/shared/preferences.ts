import type { Operator, Preferences, Session } from '@otklik/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { tellProblem } from './problem-text';
import { server } from './server';
import { useSession } from './session';

/** My preferences, and a way to change some of them: at once on the screen, then on the server. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const client = useQueryClient();
  const { operator } = useSession();
  const put = (preferences: Preferences) =>
    client.setQueryData<Session>(keys.session, (session) => session && { ...session, operator: { ...session.operator, preferences } });
  const save = useMutation({
    mutationFn: (change: Partial<Preferences>) => server.patch<Operator>('/session/preferences', change),
    onMutate: (change) => {
      const before = operator.preferences;
      put({ ...before, ...change });
      return { before };
    },
    onError: (error, _change, context) => {
      if (context) put(context.before);
      tellProblem(error);
    },
  });
  return [operator.preferences, save.mutate];
}
