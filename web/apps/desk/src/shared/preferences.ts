import type { Operator, Preferences } from '@otklik/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { beginChange, endChange, ownPreferences, putPreferences } from './own-preferences';
import { tellProblem } from './problem-text';
import { server } from './server';
import { useSession } from './session';

type Change = Partial<Preferences>;

/** My preferences, and a way to change some of them, or to make the change of what they are by then: at once on the screen, then on the server. */
export function usePreferences(): [Preferences, (change: Change | ((now: Preferences) => Change)) => void] {
  const client = useQueryClient();
  const { preferences } = useSession().operator;
  // Not what was drawn last: of two quick changes the second would not know the first.
  const now = () => ownPreferences(client) ?? preferences;
  const save = useMutation({
    mutationFn: (change: Change) => server.patch<Operator>('/session/preferences', change),
    onMutate: (change) => {
      const before = now();
      beginChange();
      putPreferences(client, change);
      return { before };
    },
    onError: (error, _change, context) => {
      if (context) putPreferences(client, context.before);
      tellProblem(error);
    },
    onSettled: () => endChange(client),
  });
  return [preferences, (change) => save.mutate(typeof change === 'function' ? change(now()) : change)];
}
