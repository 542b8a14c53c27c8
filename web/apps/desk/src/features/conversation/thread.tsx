import type { Conversation } from '@otklik/api';
import { Button } from '@mantine/core';
import { EmptyState } from '@otklik/ui';
import { IconArrowDown } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHeld } from '~/shared/held';
import { useOutgoing } from '~/shared/outbox';
import { useOlderMessages, useThread } from './api';
import { usePersonName } from '~/shared/person-name';
import { arrange } from './arrange';
import { CustomerName } from './customer-name';
import { HeldBubble } from './held-bubble';
import { OutgoingBubble } from './outgoing-bubble';
import { useReading } from './reading';
import { useThreadScroll } from './scroll';
import { ThreadBlock } from './thread-block';
import { ThreadSkeleton } from './thread-skeleton';
import { TypingLine } from './typing-line';
import classes from './thread.module.css';

interface ThreadProps {
  id: number;
  conversation: Conversation | undefined;
}

export function Thread({ id, conversation }: ThreadProps) {
  const { t } = useTranslation('conversation');
  const thread = useThread(id);
  const older = useOlderMessages(id);
  const items = useMemo(() => thread.data?.items ?? [], [thread.data]);
  const complete = thread.data?.complete ?? true;
  const outgoing = useWaiting(id, items);
  const held = useToLeave(id, items);
  const readSeq = useReadAtOpening(conversation);
  const nameOf = usePersonName();
  const customer = conversation ? nameOf(conversation.contact, conversation.channel) : '';
  const blocks = useMemo(() => arrange(items, readSeq), [items, readSeq]);

  const { load, loading } = older;
  const onTop = useCallback(() => {
    if (!complete && !loading) void load();
  }, [complete, loading, load]);
  const scroll = useThreadScroll(id, items[0]?.id, onTop);
  const { toEnd } = scroll;
  const sent = outgoing.at(-1)?.client_id ?? held.at(-1)?.client_id;
  // Whoever answers wants to see the answer.
  useEffect(() => {
    if (sent) toEnd();
  }, [sent, toEnd]);
  useReading(id, items.at(-1)?.seq, conversation, scroll.atEnd);

  if (thread.isPending) return <ThreadSkeleton />;
  if (thread.isError) return <EmptyState drawing="plug" title={t('threadFailed')} action={<Button onClick={() => void thread.refetch()}>{t('tryAgain')}</Button>} />;
  const below = scroll.atEnd ? 0 : items.filter((one) => one.direction === 'in' && one.seq > readSeq).length;
  return (
    <CustomerName value={customer}>
      <div className={classes.frame}>
        <div ref={scroll.frame} className={classes.scroll} onScroll={scroll.onScroll}>
          <div ref={scroll.sheet} className={classes.sheet} role="log" aria-label={t('thread')} aria-live="polite" aria-relevant="additions">
            {complete ? null : (
              <div className={classes.older}>
                <Button size="compact-sm" variant="subtle" loading={loading} onClick={() => void load()}>
                  {t('loadOlder')}
                </Button>
              </div>
            )}
            {blocks.map((block) => (
              <ThreadBlock key={block.key} block={block} />
            ))}
            {outgoing.map((one) => (
              <OutgoingBubble key={one.client_id} outgoing={one} />
            ))}
            {held.map((one) => (
              <HeldBubble key={one.client_id} held={one} />
            ))}
            <TypingLine conversation={id} name={customer} />
          </div>
        </div>
        {scroll.atEnd ? null : (
          <button type="button" className={classes.down} onClick={() => scroll.toEnd(true)}>
            <IconArrowDown size={16} stroke={2} aria-hidden="true" />
            {below > 0 ? t('newBelow', { count: below }) : t('toEnd')}
          </button>
        )}
      </div>
    </CustomerName>
  );
}

/** Messages still on their way; those the server has shown already are left out. */
function useWaiting(id: number, items: { client_id: string | null }[]) {
  const all = useOutgoing(id);
  return useMemo(() => {
    const arrived = new Set(items.map((one) => one.client_id));
    return all.filter((one) => !arrived.has(one.client_id));
  }, [all, items]);
}

/** Replies that wait at the server, without those that the thread shows already. */
function useToLeave(id: number, items: { client_id: string | null }[]) {
  const all = useHeld(id);
  return useMemo(() => {
    const arrived = new Set(items.map((one) => one.client_id));
    return all.filter((one) => !arrived.has(one.client_id));
  }, [all, items]);
}

/** Where reading stopped when the conversation was opened: the unread line stays there while it is looked at. */
function useReadAtOpening(conversation: Conversation | undefined): number {
  const [kept, setKept] = useState<{ id: number; seq: number } | null>(null);
  if (conversation && kept?.id !== conversation.id) setKept({ id: conversation.id, seq: conversation.read_seq });
  return conversation && kept?.id === conversation.id ? kept.seq : Infinity;
}
