import type { SavedView } from '@otklik/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';

export type ViewDraft = Pick<SavedView, 'name' | 'icon' | 'filter' | 'sort' | 'group' | 'columns' | 'scope' | 'team_id' | 'pinned'>;

export function useKeepView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ view, draft }: { view: SavedView | null; draft: ViewDraft }) =>
      view ? server.patch<SavedView>(`/views/${view.id}`, { ...changed(view, draft), expected_version: view.version }) : server.post<SavedView>('/views', draft),
    onSuccess: (kept) => {
      client.setQueryData<SavedView[]>(keys.savedViews, (views) => views && [...views.filter((one) => one.id !== kept.id), kept].sort((a, b) => a.position - b.position || a.id - b.id));
      void client.invalidateQueries({ queryKey: keys.counts });
    },
  });
}

/** Only what was changed: whose a view is must not be said again by somebody who merely renames it. */
function changed(view: SavedView, draft: ViewDraft): Partial<ViewDraft> {
  const fresh = Object.entries(draft).filter(([name, value]) => JSON.stringify(view[name as keyof ViewDraft]) !== JSON.stringify(value));
  const said = Object.fromEntries(fresh) as Partial<ViewDraft>;
  return said.scope || said.team_id ? { ...said, scope: draft.scope, team_id: draft.team_id } : said;
}

export function useDropView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (view: SavedView) => server.delete(`/views/${view.id}`),
    onSuccess: (_, view) => client.setQueryData<SavedView[]>(keys.savedViews, (views) => views?.filter((one) => one.id !== view.id)),
    onError: tellProblem,
  });
}

/** Puts views of one group in this order; the screen changes at once. */
export function useMoveViews() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: number[]) => server.post('/views/order', { ids }),
    onMutate: (ids) => {
      const before = client.getQueryData<SavedView[]>(keys.savedViews);
      client.setQueryData<SavedView[]>(keys.savedViews, (views) => views && reorder(views, ids));
      return { before };
    },
    onError: (error, _ids, context) => {
      client.setQueryData(keys.savedViews, context?.before);
      tellProblem(error);
    },
  });
}

export function reorder(views: SavedView[], ids: number[]): SavedView[] {
  const moved = ids.flatMap((id) => views.find((view) => view.id === id) ?? []);
  const queue = [...moved];
  return views.map((view) => (ids.includes(view.id) ? (queue.shift() ?? view) : view));
}
