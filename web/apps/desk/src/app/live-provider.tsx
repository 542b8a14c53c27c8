import { notifications } from '@mantine/notifications';
import { asProblem, type Session } from '@otklik/api';
import { Gathering, LiveSocket, type ServerFrame } from '@otklik/realtime';
import { notifyManager, useQueryClient, type QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useEffect, useState, type ReactNode } from 'react';
import { followContacts } from '~/features/contact';
import { followConversation, putMessages } from '~/features/conversation';
import { followLists } from '~/features/inbox';
import { followCalls } from '~/shared/calls';
import { applyOperators } from '~/shared/colleagues';
import { startDraftSync, syncDrafts } from '~/shared/draft-sync';
import { takeServerDraft } from '~/shared/drafts';
import { putHeld } from '~/shared/held';
import { keys } from '~/shared/keys';
import { dropSettled } from '~/shared/noticed';
import { followLabels } from '~/shared/labels';
import { LinkContext, linkState } from '~/shared/link';
import { flushOutbox, openOutbox } from '~/shared/outbox';
import { wipe } from '~/shared/saved/drawer';
import { goneTalks, replaceLaid } from '~/shared/saved/laying';
import { server } from '~/shared/server';
import { takeOwn } from '~/shared/own-preferences';
import { endSession, renewRights, sessionEnded, useSession } from '~/shared/session';
import { useStore } from '~/shared/store';
import { Missed } from './missed';

/** Holds the socket open while the desk is, and hands each frame to the features. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const session = useSession();
  const me = session.operator.id;
  const [missed] = useState(() => new Missed((count) => notifications.show({ message: i18next.t('app:missed', { count }) })));
  const [gathering] = useState(
    () =>
      new Gathering((frames) => {
        for (const frame of frames) if (frame.type === 'changes') missed.take(frame);
        notifyManager.batch(() => frames.forEach((frame) => takeSafely(client, frame, me)));
      }),
  );
  const [socket] = useState(() => {
    const onLive = () => {
      replaceLaid(client);
      showSight(made);
    };
    const made: LiveSocket = new LiveSocket({ ...lineOptions(gathering, onLive, missed), since: () => client.getQueryData<Session>(keys.session)?.cursor });
    return made;
  });

  useEffect(() => {
    openOutbox(me, (message) => putMessages(client, [message]), (held) => putHeld(client, held));
    const stopDrafts = startDraftSync(me);
    socket.start();
    const hurry = () => {
      socket.hurry();
      showSight(socket);
    };
    const restart = sessionEnded.subscribe(() => {
      if (!sessionEnded.get()) socket.start();
    });
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      restart();
      stopDrafts();
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      socket.stop();
      gathering.stop();
    };
  }, [client, gathering, me, socket]);

  useKeeping(client, session.viewing === null);

  return <LinkContext.Provider value={socket}>{children}</LinkContext.Provider>;
}

const noNews = () => undefined;

/** The copy is kept from the first moment the page is live, but not while I look with other eyes; its code comes behind everything that is seen. */
function useKeeping(client: QueryClient, own: boolean): void {
  const live = useStore(linkState) === 'live';
  const [needed, setNeeded] = useState(false);
  if (live && !needed) setNeeded(true);
  useEffect(() => {
    if (!own) void wipe();
    const over = new AbortController();
    if (needed && own) void import('~/shared/saved/keeping').then(({ startKeeping }) => !over.signal.aborted && over.signal.addEventListener('abort', startKeeping(client)), noNews);
    return () => over.abort();
  }, [client, needed, own]);
}

function lineOptions(gathering: Gathering, onLive: () => void, missed: Missed) {
  return {
    ticket: async () => (await server.post<{ ticket: string }>('/session/socket-ticket', undefined)).ticket,
    address: (ticket: string) => {
      const url = new URL(`/api/v1/socket?ticket=${encodeURIComponent(ticket)}`, window.location.href);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      return url.href;
    },
    isSignedOut: (error: unknown) => asProblem(error).status === 401,
    onState: (state: ReturnType<typeof linkState.get>) => {
      linkState.set(state);
      if (state === 'down') missed.cut();
      if (state === 'live') {
        missed.back();
        onLive();
        void flushOutbox();
        syncDrafts();
      }
      if (state === 'signed_out') endSession();
    },
    onFrame: (frame: ServerFrame) => gathering.take(frame),
  };
}

/** A frame that breaks a feature takes none of those behind it along: the place in the stream has moved on by then. */
function takeSafely(client: QueryClient, frame: ServerFrame, me: number): void {
  try {
    take(client, frame, me);
  } catch (error) {
    reportError(error);
  }
}

function take(client: QueryClient, frame: ServerFrame, me: number): void {
  follow(client, frame, me);
  followNotices(client, frame, me);
}

/** What is looked at needs no push. */
function showSight(socket: LiveSocket): void {
  socket.send({ type: 'sight', visible: document.visibilityState === 'visible' });
}

function followNotices(client: QueryClient, frame: ServerFrame, me: number): void {
  if (frame.type === 'notice') void import('./alerts/alerts').then(({ takeNotice }) => takeNotice(client, frame), noNews);
  if (frame.type === 'channel_news') {
    void client.invalidateQueries({ queryKey: keys.health });
    void import('./alerts/channel-news').then(({ takeChannelNews }) => takeChannelNews(client, frame), noNews);
  }
  if (frame.type === 'changes') dropSettled(frame.conversations ?? [], me);
  if (frame.type === 'notification_settings') for (const queryKey of [keys.notifications, keys.mutes, keys.devices]) void client.invalidateQueries({ queryKey });
}

function follow(client: QueryClient, frame: ServerFrame, me: number): void {
  // As it was before this frame.
  const viewer = client.getQueryData<Session>(keys.session)?.operator ?? { id: me, team_ids: [] };
  if (frame.type === 'ready' && frame.resync) void client.invalidateQueries();
  if (frame.type === 'operators') {
    applyOperators(client, frame.operators);
    const mine = frame.operators.find((one) => one.id === me);
    if (mine) takeOwn(client, mine);
  }
  if (frame.type === 'rights') void renewRights(client);
  if (frame.type === 'roles') for (const queryKey of [keys.roles, keys.operators]) void client.invalidateQueries({ queryKey });
  if (frame.type === 'inboxes') void client.invalidateQueries({ queryKey: keys.inboxes });
  if (frame.type === 'teams') void client.invalidateQueries({ queryKey: keys.teams });
  followLabels(client, frame);
  if (frame.type === 'tasks') void client.invalidateQueries({ queryKey: keys.tasks });
  if (frame.type === 'macros') void client.invalidateQueries({ queryKey: keys.macros });
  if (frame.type === 'canned_responses') void client.invalidateQueries({ queryKey: keys.canned });
  // Also when the company was filled with invented customers, or freed of them.
  if (frame.type === 'workspace') void client.invalidateQueries();
  if (frame.type === 'drafts') frame.drafts.forEach(takeServerDraft);
  if (frame.type === 'offers') void import('~/shared/offers').then(({ followOffers }) => followOffers(client, frame, me), noNews);
  followCalls(client, frame);
  if (frame.type === 'held') frame.conversation_ids.forEach((id) => void client.invalidateQueries({ queryKey: keys.held(id) }));
  if (frame.type === 'changes' && frame.gone) goneTalks.set(frame.gone);
  followLists(client, frame, viewer);
  followConversation(client, frame);
  followContacts(client, frame);
}
