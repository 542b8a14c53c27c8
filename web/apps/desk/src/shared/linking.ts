/** Links two conversations, or parts them; both are read again. */
import type { Conversation } from '@otklik/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { tellProblem } from './problem-text';
import { server } from './server';

export function useLinking() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: keys.conversations });
  const link = useMutation({ mutationFn: ({ child, parent }: { child: number; parent: number }) => server.put<Conversation>(`/conversations/${child}/parent`, { parent_id: parent }), onSuccess: again, onError: tellProblem });
  const unlink = useMutation({ mutationFn: (child: number) => server.ask<Conversation>('DELETE', `/conversations/${child}/parent`, {}), onSuccess: again, onError: tellProblem });
  return { link, unlink };
}
