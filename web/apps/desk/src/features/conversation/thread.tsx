import type { Conversation, Message } from '@otklik/api';
import { Button } from '@mantine/core';
import { EmptyState } from '@otklik/ui';
import { IconArrowDown } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CustomerLanguage } from '~/shared/customer-language';
import { useHeld } from '~/shared/held';
import { Album } from '~/shared/lightbox/album';
import { useOutgoing } from '~/shared/outbox';
import { usePersonName } from '~/shared/person-name';
import { Announcer } from './announcer';
import { arrange } from './arrange';
import { CustomerName } from './customer-name';
import { CurrentMatch, FoundWords, useFinding } from './finding';
import { HeldBubble } from './held-bubble';
import { JumpContext, useJumping } from './jumping';
import { useMessageWalk } from './message-walk';
import { picturesOf } from './messages/attachments';
import { OutgoingBubble } from './outgoing-bubble';
import { Peeks } from './peeks';
import { PinBar } from './pin-bar';
import { useReading } from './reading';
import { useThreadScroll } from './scroll';
import { useShownThread } from './stretch';
import { ThreadBlock } from './thread-block';
import { ThreadSkeleton } from './thread-skeleton';
import { TypingLine } from './typing-line';
import classes from './thread.module.css';

const FindBar = lazy(() => import('./find-bar'));
const nothing: Message[] = [];

interface ThreadProps {
  id: number;
  conversation: Conversation | undefined;
}

export function Thread({ id, conversation }: ThreadProps) {
  const { t } = useTranslation('conversation');
  const { tail, shown, older, newer, toLatest, loading } = useShownThread(id);
  const items = useMemo(() => shown?.items ?? [], [shown]);
  const complete = shown?.complete ?? true;
  const latest = !shown?.gap;
  const outgoing = useNotYet(useOutgoing(id), tail.data?.items ?? nothing);
  const held = useNotYet(useHeld(id), tail.data?.items ?? nothing);
  const readSeq = useReadAtOpening(conversation);
  const nameOf = usePersonName();
  const customer = conversation ? nameOf(conversation.contact, conversation.channel) : '';
  const pictures = useMemo(() => items.flatMap((one) => picturesOf(one.attachments, one.kind).map((file) => ({ file, caption: one.text }))), [items]);
  const blocks = useMemo(() => arrange(items, readSeq), [items, readSeq]);

  const { target, jump } = useJumping(id, tail.isSuccess);
  const finding = useFinding();
  const onTop = useCallback(() => {
    if (!complete) older();
  }, [complete, older]);
  const scroll = useThreadScroll(id, { first: items[0]?.id, last: items.at(-1)?.id, latest, target, onTop, onBottom: newer });
  useMessageWalk(scroll.sheet);
  const showEnd = (smooth: boolean) => {
    toLatest();
    scroll.toEnd(smooth);
  };
  const sent = outgoing.at(-1)?.client_id ?? held.at(-1)?.client_id;
  // Whoever answers wants to see the answer.
  const showAnswer = useEffectEvent(() => showEnd(false));
  useEffect(() => {
    if (sent) showAnswer();
  }, [sent]);
  useReading(id, items.at(-1)?.seq, conversation, scroll.atEnd);

  if (!tail.data && !tail.isError) return <ThreadSkeleton />;
  if (!tail.data) return <EmptyState drawing="plug" title={t('threadFailed')} action={<Button onClick={() => void tail.refetch()}>{t('tryAgain')}</Button>} />;
  const readNow = conversation?.read_seq ?? Infinity;
  const below = scroll.atEnd ? 0 : tail.data.items.filter((one) => one.direction === 'in' && one.seq > readNow).length;
  return (
    <CustomerLanguage value={conversation?.contact.language ?? ''}>
      <CustomerName value={customer}>
        <JumpContext value={jump}>
          <FoundWords value={finding.words}>
            <CurrentMatch value={finding.current}>
              <Suspense fallback={null}>{finding.open ? <FindBar id={id} onWords={finding.setWords} onMatch={finding.setCurrent} onClose={finding.close} /> : null}</Suspense>
              <PinBar conversation={id} />
              <div className={classes.frame}>
                <div ref={scroll.frame} className={classes.scroll} onScroll={scroll.onScroll}>
                  <div ref={scroll.sheet} className={classes.sheet} role="log" aria-label={t('thread')} aria-live="off">
                    {complete ? null : (
                      <div className={classes.older}>
                        <Button size="compact-sm" variant="subtle" loading={loading} onClick={older}>
                          {t('loadOlder')}
                        </Button>
                      </div>
                    )}
                    <Album pictures={pictures}>
                      {blocks.map((block) => (
                        <ThreadBlock key={block.key} block={block} />
                      ))}
                    </Album>
                    {latest ? (
                      <>
                        {outgoing.map((one) => (
                          <OutgoingBubble key={one.client_id} outgoing={one} />
                        ))}
                        {held.map((one) => (
                          <HeldBubble key={one.client_id} held={one} channel={conversation?.identities.find((other) => other.id === one.identity_id)?.channel ?? conversation?.channel ?? null} inbox={conversation?.identities.find((other) => other.id === one.identity_id)?.inbox_id ?? null} />
                        ))}
                        <TypingLine conversation={id} name={customer} />
                        <Peeks conversation={id} customer={customer} />
                      </>
                    ) : (
                      <div className={classes.older}>
                        <Button size="compact-sm" variant="subtle" loading={loading} onClick={newer}>
                          {t('loadNewer')}
                        </Button>
                      </div>
                    )}
                  </div>
                </div>
                <Announcer key={id} items={tail.data.items} name={customer} />
                {scroll.atEnd ? null : (
                  <button type="button" className={classes.down} onClick={() => showEnd(true)}>
                    <IconArrowDown size={16} stroke={2} aria-hidden="true" />
                    {below > 0 ? t('newBelow', { count: below }) : t(latest ? 'toEnd' : 'toLatest')}
                  </button>
                )}
              </div>
            </CurrentMatch>
          </FoundWords>
        </JumpContext>
      </CustomerName>
    </CustomerLanguage>
  );
}

/** What is on its way or waits to leave, without what the thread shows already. */
function useNotYet<One extends { client_id: string }>(all: One[], items: { client_id: string | null }[]): One[] {
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
