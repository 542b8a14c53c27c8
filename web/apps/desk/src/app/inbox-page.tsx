import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { GroupName, SortName } from '@otklik/api';
import { EmptyState } from '@otklik/ui';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Composer, preloadComposer } from '~/features/composer';
import { ContactCard } from '~/features/contact';
import { ConversationPane, PaneSkeleton, preloadPane, useConversation } from '~/features/conversation';
import { ListPanel, useListFilter, ViewsPanel } from '~/features/inbox';
import { runAction, useAction } from '~/shared/actions';
import { useSession } from '~/shared/session';
import { ErrorBoundary } from './error-boundary';
import { useContactOpen } from './contact-open';
import { usePrefetchNeighbours } from './prefetch-neighbours';
import { Splitter } from './splitter';
import { useColumnWidths } from './use-column-widths';
import classes from './inbox-page.module.css';

interface InboxPageProps {
  view: string;
  inbox?: number | undefined;
  q?: string | undefined;
  sort?: SortName | undefined;
  group?: GroupName | 'none' | undefined;
  id: number | null;
}

/** Views, list, thread and contact side by side; what does not fit becomes a drawer, on a phone one pane at a time. */
export function InboxPage({ view, inbox, q, sort, group, id }: InboxPageProps) {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const wide = useMediaQuery('(min-width: 1100px)', true, { getInitialValueInEffect: false });
  const [viewsOpen, setViewsOpen] = useState(false);
  const filter = useListFilter({ view, inbox, q, sort, group });
  const common = { ...(inbox !== undefined && { inbox }), ...(sort && { sort }), ...(group && { group }) };
  const search = { ...common, ...(q && { q }) };
  const lookAgain = (change: { sort?: SortName | undefined; group?: GroupName | 'none' | undefined }) => {
    const next = { sort, group, ...change };
    void navigate({ to: '.', search: { ...(inbox !== undefined && { inbox }), ...(q && { q }), ...(next.sort && { sort: next.sort }), ...(next.group && { group: next.group }) } });
  };
  const open = (next: number) => void navigate({ to: '/inbox/$view/$id', params: { view, id: String(next) }, search });
  const back = () => void navigate({ to: '/inbox/$view', params: { view }, search });
  useAction('list.back', back, id !== null);
  useAction('list.leave', () => leave(back), id !== null);
  usePrefetchNeighbours(filter, id);
  usePreloadedReading();
  const widths = useColumnWidths();
  return (
    <div ref={widths.frame} className={classes.columns} data-reading={id !== null}>
      {wide ? (
        <div className={classes.views}>
          <ViewsPanel view={view} inbox={inbox} />
          <Splitter column="views" edge="end" onWidth={(width) => widths.show('views', width)} />
        </div>
      ) : (
        <Drawer opened={viewsOpen} onClose={() => setViewsOpen(false)} size={280} title={t('views')} closeButtonProps={{ 'aria-label': t('close') }}>
          <ViewsPanel view={view} inbox={inbox} onChoose={() => setViewsOpen(false)} />
        </Drawer>
      )}
      <div className={classes.list}>
        <ErrorBoundary resetKey={view}>
          <ListPanel filter={filter} selected={id} onSelect={open} onViews={wide ? undefined : () => setViewsOpen(true)} onSearch={(text) => void navigate({ to: '.', search: { ...common, ...(text && { q: text }) }, replace: true })} onSort={(next) => lookAgain({ sort: next })} onGroup={(next) => lookAgain({ group: next })} />
        </ErrorBoundary>
        {wide ? <Splitter column="list" edge="end" onWidth={(width) => widths.show('list', width)} /> : null}
      </div>
      {id === null ? (
        <main className={classes.thread} id="main" tabIndex={-1}>
          <EmptyState drawing="talk" title={t('chooseConversation')} hint={t('chooseConversationHint')} />
        </main>
      ) : (
        <Reading id={id} onBack={back} onContactWidth={(width) => widths.show('contact', width)} />
      )}
    </div>
  );
}

/** Back in the list, where the hands go on from the row that was read. */
function leave(back: () => void): void {
  back();
  setTimeout(() => document.querySelector<HTMLElement>('a[data-row][tabindex="0"]')?.focus());
}

const IDLE_MS = 300;

/** The list comes first; what opens from it is brought while it is looked at. */
function usePreloadedReading(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      preloadPane();
      preloadComposer();
    }, IDLE_MS);
    return () => clearTimeout(timer);
  }, []);
}

interface ReadingProps {
  id: number;
  onBack: () => void;
  onContactWidth: (width: number | null) => void;
}

function Reading({ id, onBack, onContactWidth }: ReadingProps) {
  const { t } = useTranslation('app');
  const { viewing, permissions } = useSession();
  const silent = viewing ? 'silent.viewing' : permissions.includes('conversations.reply') ? null : 'silent.role';
  const column = useMediaQuery('(min-width: 1400px)', true, { getInitialValueInEffect: false });
  const phone = useMediaQuery('(max-width: 799px)', false, { getInitialValueInEffect: false });
  // The words come first: the card of who wrote them follows in the next moment.
  const conversation = useDeferredValue(useConversation(id).data);
  const [open, setOpen] = useContactOpen(column);
  useAction('conversation.contact', () => setOpen(!open));
  const card = conversation ? (
    <Suspense fallback={null}>
      <ContactCard key={conversation.contact.id} conversation={conversation} onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
  return (
    <>
      <main className={classes.thread} id="main" tabIndex={-1}>
        <ErrorBoundary resetKey={id}>
          <Suspense fallback={<PaneSkeleton />}>
            <ConversationPane key={id} id={id} contactOpen={open} onBack={phone ? onBack : undefined} onNext={() => void runAction('list.next')} composer={(one) => (silent ? <p className={classes.silent}>{t(silent)}</p> : <Composer key={one.id} conversation={one} />)} />
          </Suspense>
        </ErrorBoundary>
      </main>
      {column && open ? (
        <div className={classes.contact}>
          <Splitter column="contact" edge="start" onWidth={onContactWidth} />
          <ErrorBoundary resetKey={id}>{card}</ErrorBoundary>
        </div>
      ) : null}
      {column ? null : (
        <Drawer opened={open} onClose={() => setOpen(false)} position="right" size={348} withCloseButton={false} padding={0} aria-label={t('contact')}>
          {card}
        </Drawer>
      )}
    </>
  );
}
