import type { Session } from '@otklik/api';
import type { QueryClient } from '@tanstack/react-query';
import { keep, recall } from '~/shared/kept';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { ActivityReport } from './activity-report';

const NAME = 'activity';
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Tells the server when this page is touched; without that the silent are called away. Call the result to stop. */
export function watchActivity(client: QueryClient): () => void {
  const report = new ActivityReport({
    now: () => Date.now(),
    recall: () => Number(recall(NAME)) || 0,
    keep: (at) => keep(NAME, at),
    // What is not told now is told with a later sign.
    tell: () => void (server.readOnly || server.put('/operators/me/activity', { idle_s: 0 }).catch(() => undefined)),
  });
  const isAway = () => {
    const me = client.getQueryData<Session>(keys.session)?.operator;
    return me?.presence === 'away' && me.presence_auto;
  };
  const touch = () => report.touch(isAway());
  const look = () => document.visibilityState === 'visible' && touch();
  look();
  for (const sign of signs) window.addEventListener(sign, touch, { passive: true, capture: true });
  document.addEventListener('visibilitychange', look);
  return () => {
    for (const sign of signs) window.removeEventListener(sign, touch, { capture: true });
    document.removeEventListener('visibilitychange', look);
  };
}
