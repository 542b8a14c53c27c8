/** Does one thing with many conversations, and tells how it went: progress, refusals with their reasons, one undo. */
import type { BulkRun, ClosingNeeds, Priority } from '@otklik/api';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import type { Closing } from '~/shared/labels';
import type { Nap } from '~/shared/nap';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { createStore } from '~/shared/store';
import { tellUndoable } from '~/shared/undo-notice';
import type { ListFilter } from '~/shared/keys';
import { wireFilter } from '../api';

export type BulkAction =
  | { verb: 'assign'; operator_id: number | 'me' | null }
  | { verb: 'team'; team_id: number | null }
  | { verb: 'tag_add' | 'tag_remove'; tag_id: number }
  | { verb: 'priority'; priority: Priority }
  | ({ verb: 'snooze' } & Nap)
  | ({ verb: 'resolve' } & Closing)
  | { verb: 'macro'; macro_id: number }
  | { verb: 'reopen' | 'spam' | 'not_spam' | 'read' };

/** Some rows by their numbers, or everything in a list, of which `ids` are those at hand. */
export interface BulkTarget {
  ids: number[];
  list?: ListFilter;
  /** They are the rows chosen in the list, which is let go once it is done. */
  chosen?: boolean;
}

/** The run that goes on in the background, and one whose refusals are to be shown. */
export const running = createStore<number | null>(null);
export const refused = createStore<Pick<BulkRun, 'failures'> | null>(null);

export async function runBulk(target: BulkTarget, action: BulkAction): Promise<void> {
  await follow(() => server.post<BulkRun>('/conversations/bulk', { ...whereOf(target), action }));
}

/** What must be said before all of them can be closed. */
export function askNeeds(target: BulkTarget): Promise<ClosingNeeds> {
  return server.post<ClosingNeeds>('/conversations/bulk/closing-needs', whereOf(target));
}

function whereOf(target: BulkTarget) {
  return target.list ? wireTarget(target.list) : { ids: target.ids };
}

function wireTarget(list: ListFilter) {
  const { view, inbox_id: inbox, filter, sort } = wireFilter(list);
  return { view, ...(inbox !== undefined && { inbox_id: inbox }), ...(filter && { filter }), ...(sort && { sort }) };
}

async function follow(ask: () => Promise<BulkRun>): Promise<void> {
  try {
    const run = await ask();
    if (run.state === 'running') running.set(run.id);
    else tellOutcome(run);
  } catch (error) {
    tellProblem(error);
  }
}

export function tellOutcome(run: BulkRun): void {
  const t = i18next.t;
  if (run.failures.length > 0) refused.set(run);
  const message = t(`filters:bulk.done.${run.verb as 'resolve'}`, { count: run.changed });
  if (run.undoable) tellUndoable(message, t('filters:undo'), () => void undo(run));
  else notifications.show({ message });
}

async function undo(run: BulkRun): Promise<void> {
  await follow(() => server.post<BulkRun>(`/conversations/bulk/${run.id}/undo`, {}));
}

export async function loadRun(id: number): Promise<BulkRun> {
  return server.get<BulkRun>(`/conversations/bulk/${id}`);
}

