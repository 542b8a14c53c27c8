import { useEffect } from 'react';
import { chosenCount, useChosenAction } from '~/shared/actions';
import { UNTIL_REPLY } from '~/shared/nap';
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
    const nap = takeSnoozeWish();
    act(nap ? { verb: 'snooze', ...nap } : { ask: 'snooze' });
  });
  useChosenAction('conversation.snoozeReply', () => act({ verb: 'snooze', ...UNTIL_REPLY }));
  useChosenAction('conversation.resolve', () => act({ verb: 'resolve' }));
  useChosenAction('conversation.reopen', () => act({ verb: 'reopen' }));
  useChosenAction('conversation.tags', () => act({ ask: 'tags' }));
  useChosenAction('conversation.priority', () => act({ ask: 'priority' }));
  useChosenAction('conversation.macros', () => act({ ask: 'macro' }));
  useChosenAction('conversation.merge', () => act({ ask: 'merge' }));
  useChosenAction('conversation.spam', () => act({ verb: 'spam' }));
}
