import type { Conversation } from '@otklik/api';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '~/shared/keys';
import { markRead } from './api';

const SETTLE_MS = 600;

/** Moves my read pointer while I really look: the page is visible and the end of the thread is on the screen. */
export function useReading(id: number, lastSeq: number | undefined, conversation: Conversation | undefined, atEnd: boolean): void {
  const client = useQueryClient();
  const readSeq = conversation?.read_seq;
  useEffect(() => {
    if (lastSeq === undefined || readSeq === undefined || lastSeq <= readSeq || !atEnd) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      if (document.visibilityState !== 'visible') return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        client.setQueryData<Conversation>(keys.conversation(id), (known) => known && { ...known, read_seq: Math.max(known.read_seq, lastSeq), unread: 0 });
        // A lost mark is told again with the next message.
        markRead(id, lastSeq).catch(() => undefined);
      }, SETTLE_MS);
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [client, id, lastSeq, readSeq, atEnd]);
}
