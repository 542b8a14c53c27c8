/** Tasks: what somebody has to do about a conversation or one message of it. */
import type { Task } from '@otklik/api';
import { uuid7 } from '@otklik/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { createStore } from '~/shared/store';

export const TITLE_MAX = 200;

/** What the dialogue of tasks is open for: a new one, about a message or not, or one that is changed. */
export type TaskRequest = { conversation: number; message?: { id: number; text: string } } | { task: Task };

export const taskRequest = createStore<TaskRequest | null>(null);

export interface TaskFacts {
  title: string;
  due_at: string | null;
  operator_id: number | null;
}

export function useTasksOf(conversation: number): Task[] {
  return useQuery({ queryKey: keys.tasksOf(conversation), queryFn: ({ signal }) => server.get<Task[]>(`/conversations/${conversation}/tasks`, undefined, signal), staleTime: 60_000 }).data ?? [];
}

export function useOwnTasks(done: boolean) {
  return useQuery({ queryKey: keys.ownTasks(done), queryFn: ({ signal }) => server.get<Task[]>('/tasks', { done: String(done) }, signal), staleTime: 60_000 });
}

/** Changes a task: ticks it off, or what it says; every list of tasks is read again. */
export function useTaskDeeds() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: keys.tasks });
  const change = useMutation({ mutationFn: ({ id, ...facts }: { id: number; done?: boolean } & Partial<TaskFacts>) => server.patch<Task>(`/tasks/${id}`, facts), onSuccess, onError: tellProblem });
  const remove = useMutation({ mutationFn: (id: number) => server.delete(`/tasks/${id}`), onSuccess, onError: tellProblem });
  return { change, remove };
}

/** One wish is one task, however often it is sent. */
export function useNewTask(conversation: number, message: number | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...facts }: TaskFacts & { key: string }) => server.post<Task>(`/conversations/${conversation}/tasks`, { ...facts, ...(message !== undefined && { message_id: message }) }, { idempotencyKey: key }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tasks }),
  });
}

export const newKey = uuid7;

export type Lateness = 'late' | 'today' | 'later' | 'none';

/** How pressing a task is: what is over, what is due today, what comes later or has no time. */
export function latenessOf(due: string | null, now: Date): Lateness {
  if (due === null) return 'none';
  const at = new Date(due);
  if (at <= now) return 'late';
  return at.toDateString() === now.toDateString() ? 'today' : 'later';
}
