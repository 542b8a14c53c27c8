import { Problem, type GroupName, type Session, type SortName } from '@otklik/api';
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { LanguageSwitch, SignInPage, Wordmark } from '~/features/session';
import { groupNames } from '~/shared/group-names';
import { keys } from '~/shared/keys';
import { enterDesk } from '~/shared/saved/entering';
import { usePermission, useSession } from '~/shared/session';
import { Fallen, NoConversations, NotFound } from './astray';
import { InboxPage } from './inbox-page';
import { OfflinePage } from './offline-page';
import { Shell } from './shell';

interface RouterContext {
  client: QueryClient;
}

interface SignInSearch {
  next?: string;
  /** The mark of a provider, where the installation serves several companies. */
  company?: string;
  /** What the way back from a provider says. */
  sso?: string;
}

interface InboxSearch {
  inbox?: number;
  q?: string;
  sort?: SortName;
  group?: GroupName | 'none';
}

const sorts: unknown[] = ['waiting', 'newest', 'oldest', 'created', 'priority'] satisfies SortName[];

const groups: unknown[] = ['none', ...groupNames];

const root = createRootRouteWithContext<RouterContext>()({ notFoundComponent: NotFound, errorComponent: Fallen });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    ...(typeof search['next'] === 'string' && search['next'].startsWith('/') && !search['next'].startsWith('//') && { next: search['next'] }),
    ...(typeof search['company'] === 'string' && { company: search['company'] }),
    ...(typeof search['sso'] === 'string' && { sso: search['sso'] }),
  }),
  component: function SignIn() {
    const navigate = useNavigate();
    const { client } = signIn.useRouteContext();
    const { next, company, sso } = signIn.useSearch();
    const enter = (session: Session) => {
      client.setQueryData(keys.session, session);
      void navigate({ href: next ?? '/' });
    };
    const startAgain = () => void navigate({ to: '/sign-in', search: { ...(next && { next }), ...(company && { company }) }, replace: true });
    return <SignInPage onSignedIn={enter} onStartAgain={startAgain} next={next ?? '/'} company={company} told={sso} />;
  },
});

const SetupPage = lazyRouteComponent(() => import('~/features/setup/setup-page'));

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: function Setup() {
    const { enter, signInstead } = useEntering();
    return <SetupPage head={<Wordmark />} foot={<LanguageSwitch />} onReady={(session) => enter(session, '/start')} onSignIn={signInstead} />;
  },
});

const InvitationPage = lazyRouteComponent(() => import('~/features/setup/invitation-page'));

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  component: function Invitation() {
    const { enter, signInstead } = useEntering();
    return <InvitationPage head={<Wordmark />} foot={<LanguageSwitch />} onReady={(session) => enter(session, '/')} onSignIn={signInstead} />;
  },
});

/** Ways on from a page for people who have no account yet. */
function useEntering() {
  const navigate = useNavigate();
  const { client } = root.useRouteContext();
  return {
    enter: (session: Session, to: '/start' | '/') => {
      client.setQueryData(keys.session, session);
      void navigate({ to, replace: true });
    },
    signInstead: () => void navigate({ to: '/sign-in' }),
  };
}

/** Everything behind the sign-in. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  beforeLoad: async ({ context, location }) => {
    try {
      await enterDesk(context.client, location.href);
    } catch (error) {
      // Without a line nobody can know whether the session lives.
      if (error instanceof Problem && error.unreachable) throw error;
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    }
  },
  component: Desk,
  errorComponent: ({ error }) => (error instanceof Problem && error.unreachable ? <OfflinePage /> : <Fallen />),
});

const FactorGate = lazy(() => import('~/features/session/factor-gate'));

/** The desk, once a second factor that the company asks for is set up. */
function Desk() {
  const { factor_due: due } = useSession();
  return due ? (
    <Suspense fallback={null}>
      <FactorGate />
    </Suspense>
  ) : (
    <Shell />
  );
}

const home = createRoute({
  getParentRoute: () => desk,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox/$view', params: { view: 'open' } });
  },
});

const inboxHome = createRoute({
  getParentRoute: () => desk,
  path: '/inbox',
  beforeLoad: ({ location }) => {
    if (location.pathname.replace(/\/$/, '') === '/inbox') throw redirect({ to: '/inbox/$view', params: { view: 'open' } });
  },
  validateSearch: (search: Record<string, unknown>): InboxSearch => ({
    ...(Number.isInteger(search['inbox']) && { inbox: search['inbox'] as number }),
    ...((typeof search['q'] === 'string' || typeof search['q'] === 'number') && { q: String(search['q']) }),
    ...(sorts.includes(search['sort']) && { sort: search['sort'] as SortName }),
    ...(groups.includes(search['group']) && { group: search['group'] as GroupName | 'none' }),
  }),
  // One component for both children: the list keeps its place when a conversation opens.
  component: function Inbox() {
    const { view = 'open', id } = useParams({ strict: false });
    const { inbox, q, sort, group } = inboxHome.useSearch();
    const mayRead = usePermission('conversations.view');
    if (!mayRead) return <NoConversations />;
    return <InboxPage view={view} inbox={inbox} q={q} sort={sort} group={group} id={id === undefined ? null : Number(id)} />;
  },
});

const inboxView = createRoute({ getParentRoute: () => inboxHome, path: '$view' });

const inboxConversation = createRoute({ getParentRoute: () => inboxHome, path: '$view/$id' });

const SearchPage = lazyRouteComponent(() => import('~/features/search/search-page'));

const search = createRoute({
  getParentRoute: () => desk,
  path: '/search',
  // The page itself makes sense of it.
  validateSearch: (asked: Record<string, unknown>) => asked,
  component: function Search() {
    const navigate = useNavigate();
    return <SearchPage address={search.useSearch()} onAsk={(asked) => void navigate({ to: '/search', search: { ...asked }, replace: true })} />;
  },
});

const tasks = createRoute({ getParentRoute: () => desk, path: '/tasks', component: lazyRouteComponent(() => import('~/features/tasks/tasks-page')) });

const PeoplePage = lazyRouteComponent(() => import('~/features/contact/page/people-page'));

const contactsHome = createRoute({
  getParentRoute: () => desk,
  path: '/contacts',
  // The page itself makes sense of it.
  validateSearch: (asked: Record<string, unknown>) => asked,
  // One component for both children: the list keeps its place when a customer opens.
  component: function Contacts() {
    const navigate = useNavigate();
    const { id } = useParams({ strict: false });
    const address = contactsHome.useSearch();
    const open = (next: number | null) => void (next === null ? navigate({ to: '/contacts', search: address }) : navigate({ to: '/contacts/$id', params: { id: String(next) }, search: address }));
    return <PeoplePage address={address} id={id !== undefined && /^\d+$/.test(id) ? Number(id) : null} onAsk={(people) => void navigate({ to: '.', search: { ...people }, replace: true })} onOpen={open} />;
  },
});

const contactsOne = createRoute({ getParentRoute: () => contactsHome, path: '$id' });

const SettingsPage = lazyRouteComponent(() => import('~/features/settings/settings-page'));

const settings = createRoute({
  getParentRoute: () => desk,
  path: '/settings',
  component: () => <SettingsPage section={undefined} />,
});

const settingsSection = createRoute({
  getParentRoute: () => desk,
  path: '/settings/$section',
  component: function Settings() {
    return <SettingsPage section={settingsSection.useParams().section} />;
  },
});

const settingsItem = createRoute({
  getParentRoute: () => desk,
  path: '/settings/$section/$item',
  component: function SettingsItem() {
    return <SettingsPage section={settingsItem.useParams().section} />;
  },
});

const start = createRoute({ getParentRoute: () => desk, path: '/start', component: lazyRouteComponent(() => import('~/features/settings/start/start-page')) });

const sandbox = createRoute({ getParentRoute: () => desk, path: '/sandbox', component: lazyRouteComponent(() => import('~/features/sandbox/sandbox-page')) });

const routes = root.addChildren([signIn, setup, invitation, desk.addChildren([home, inboxHome.addChildren([inboxView, inboxConversation]), start, sandbox, tasks, search, contactsHome.addChildren([contactsOne]), settings, settingsSection, settingsItem])]);

export function makeRouter(client: QueryClient) {
  return createRouter({ routeTree: routes, context: { client }, defaultPreload: false, scrollRestoration: false, defaultHashScrollIntoView: false });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
