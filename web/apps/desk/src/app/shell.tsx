import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReloginDialog } from '~/features/session';
import { setOwnKeys, useAction, useKeptFocus, useKeyboard } from '~/shared/actions';
import { useCalls } from '~/shared/calls';
import { linkState } from '~/shared/link';
import { usePreferences } from '~/shared/preferences';
import { sessionEnded, usePermission, useSession } from '~/shared/session';
import { useStore } from '~/shared/store';
import { LiveProvider } from './live-provider';
import { OfflineBanner } from './offline-banner';
import { OnDemand } from './on-demand';
import { Rail } from './rail';
import { useSignOut } from './sign-out';
import { useTitleCounter } from './title-counter';
import { useActivity } from './use-activity';
import { useAlerts } from './use-alerts';
import classes from './shell.module.css';

/** Once the session has ended the dialogue stays mounted, so that it can close gracefully. */
function SignedOut() {
  const ended = useStore(sessionEnded);
  const [needed, setNeeded] = useState(false);
  if (ended && !needed) setNeeded(true);
  return <Suspense fallback={null}>{needed ? <ReloginDialog onSignedIn={() => linkState.set('connecting')} /> : null}</Suspense>;
}

const ViewingBanner = lazy(() => import('./viewing-banner'));

/** Who looks with other eyes is told so on every page. */
function Seeing() {
  const { viewing } = useSession();
  return <Suspense fallback={null}>{viewing ? <ViewingBanner viewing={viewing} /> : null}</Suspense>;
}

const CallLayer = lazy(() => import('~/features/calls'));

/** Its code comes when it rings. */
function Calls() {
  const calls = useCalls(usePermission('calls.take'));
  return <Suspense fallback={null}>{calls.length > 0 ? <CallLayer calls={calls} /> : null}</Suspense>;
}

/** The frame of every page behind the sign-in: rail, page, what floats over them. */
export function Shell() {
  const { t } = useTranslation('app');
  const [preferences, change] = usePreferences();
  const navigate = useNavigate();
  const signOut = useSignOut();
  useKeyboard(preferences.shortcuts_enabled);
  useKeptFocus();
  useEffect(() => setOwnKeys(preferences.keys), [preferences.keys]);
  useTitleCounter();
  useActivity();
  useAlerts();
  useAction('go.mine', () => void navigate({ to: '/inbox/$view', params: { view: 'mine' } }));
  useAction('go.unassigned', () => void navigate({ to: '/inbox/$view', params: { view: 'unassigned' } }));
  useAction('go.open', () => void navigate({ to: '/inbox/$view', params: { view: 'open' } }));
  useAction('go.search', () => void navigate({ to: '/search' }));
  useAction('go.tasks', () => void navigate({ to: '/tasks' }));
  useAction('go.contacts', () => void navigate({ to: '/contacts' }));
  useAction('go.settings', () => void navigate({ to: '/settings' }));
  useAction('desk.theme', () => change({ theme: document.documentElement.dataset['mantineColorScheme'] === 'dark' ? 'light' : 'dark' }));
  useAction('desk.signOut', signOut);
  return (
    <LiveProvider>
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      <div className={classes.shell}>
        <Rail />
        <div className={classes.page}>
          <Seeing />
          <Calls />
          <OfflineBanner />
          <Outlet />
        </div>
      </div>
      <OnDemand />
      <SignedOut />
    </LiveProvider>
  );
}
