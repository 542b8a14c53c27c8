import { useEffect } from 'react';
import { chosenCount, useChosenAction } from '~/shared/actions';
import { takeSnoozeWish } from '~/shared/snooze-wish';
import type { Wish } from './asking';

/** While rows are chosen the keys and the palette act on them instead of on the open conversation. */
export function useChosenActions(count: number | 'all', act: (wish: Wish) => void): void {
  useEffect(() => {
    chosenCount.set(count);
    return () => chosenCount.set(null);
  }, [count]);
  useChosenAction('conversation.assignMe', () => act({ verb: 'assign', operator_id: 'me' }));
  useChosenAction('conversation.transfer', () => act({ ask: 'transfer' }));
  useChosenAction('conversation.toTeam', () => act({ ask: 'toTeam' }));
  useChosenAction('conversation.snooze', () => {
    const until = takeSnoozeWish();
    act(until ? { verb: 'snooze', until: until.toISOString() } : { ask: 'snooze' });
  });
  useChosenAction('conversation.resolve', () => act({ verb: 'resolve' }));
  useChosenAction('conversation.reopen', () => act({ verb: 'reopen' }));
  useChosenAction('conversation.tags', () => act({ ask: 'tags' }));
  useChosenAction('conversation.priority', () => act({ ask: 'priority' }));
  useChosenAction('conversation.macros', () => act({ ask: 'macro' }));
  useChosenAction('conversation.merge', () => act({ ask: 'merge' }));
  useChosenAction('conversation.spam', () => act({ verb: 'spam' }));
}
