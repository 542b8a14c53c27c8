/** What is asked before many conversations are changed, and of which. */
import { useQueryClient } from '@tanstack/react-query';
import { closingAsks } from '~/shared/closing/asked';
import { macrosQuery } from '~/shared/macros';
import { napUntil } from '~/shared/nap';
import { tellProblem } from '~/shared/problem-text';
import { nextMorning } from '~/shared/snooze-times';
import { createStore } from '~/shared/store';
import { runBulk, type BulkAction, type BulkTarget } from './run';
import { clearSelection } from './selection';

/** What needs an answer first: why they are closed, until when, to whom, which tag. */
export type Question = 'close' | 'snooze' | 'transfer' | 'toTeam' | 'tags' | 'priority' | 'macro' | 'merge';

/** Something to do at once, or something to ask about first. */
export type Wish = BulkAction | { ask: Question };

export interface Asked {
  what: Question;
  target: BulkTarget;
}

export const asked = createStore<Asked | null>(null);

/** Does it, and lets go of the rows that were chosen for it. */
export function carryOut(target: BulkTarget, action: BulkAction): void {
  void runBulk(target, action);
  if (target.chosen) clearSelection();
}

/** Begins what is wished; closing asks for a reason first where the company keeps reasons. */
export function useBegin(): (target: BulkTarget, wish: Wish) => void {
  const client = useQueryClient();
  return (target, wish) => {
    const ask = (what: Question) => asked.set({ what, target });
    // The list of macros takes the focus as it opens: it must be there by then.
    if ('ask' in wish && wish.ask === 'macro') client.query(macrosQuery).then(() => ask('macro'), tellProblem);
    // The second Z is faster than the list of times that the first one opens.
    else if ('ask' in wish && wish.ask === 'snooze' && asked.get()?.what === 'snooze') {
      asked.set(null);
      carryOut(target, { verb: 'snooze', ...napUntil(nextMorning(new Date())) });
    } else if ('ask' in wish) ask(wish.ask);
    else if (wish.verb !== 'resolve') carryOut(target, wish);
    else {
      // When the lists cannot be brought, the server says whether one is needed.
      const close = (asks: boolean) => (asks ? ask('close') : carryOut(target, wish));
      closingAsks(client).then(close, () => close(false));
    }
  };
}
