import { tip } from '@otklik/ui';
import { IconAddressBook, IconInbox, IconRocket, IconSearch, IconSettings, IconSquareCheck, type Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCounts } from '~/features/inbox';
import { useChannelAlarm } from '~/shared/health';
import { usePermission, useSession } from '~/shared/session';
import { Me } from './me-menu';
import classes from './shell.module.css';

export function Rail() {
  const { t } = useTranslation('app');
  const counts = useCounts();
  const starting = useStarting();
  const mayRead = usePermission('conversations.view');
  const mayView = usePermission('contacts.view');
  return (
    <nav className={classes.rail} aria-label={t('sections')}>
      <Link className={classes.logo} to="/" aria-label={t('home')}>
        <img src="/assets/icon.svg" alt="" width={32} height={32} />
      </Link>
      {mayRead ? <RailLink to="/inbox" icon={IconInbox} label={t('inbox')} fresh={(counts?.unread_mine ?? 0) > 0} /> : null}
      {mayView ? <RailLink to="/contacts" icon={IconAddressBook} label={t('contacts')} /> : null}
      {mayRead ? <RailLink to="/tasks" icon={IconSquareCheck} label={t('tasks')} /> : null}
      {mayRead ? <RailLink to="/search" icon={IconSearch} label={t('search')} /> : null}
      <span className={classes.spring} />
      {starting ? <RailLink to="/start" icon={IconRocket} label={t('start')} fresh /> : null}
      <SettingsLink />
      <Me />
    </nav>
  );
}

/** Marked while a channel is down, for those who can mend it. */
function SettingsLink() {
  const { t } = useTranslation('app');
  const alarm = useChannelAlarm();
  return <RailLink to="/settings" icon={IconSettings} label={t(alarm ? 'settingsAlarm' : 'settings')} alarm={alarm} />;
}

function RailLink({ to, icon: Glyph, label, fresh = false, alarm = false }: { to: '/contacts' | '/inbox' | '/search' | '/tasks' | '/settings' | '/start'; icon: Icon; label: string; fresh?: boolean; alarm?: boolean }) {
  return (
    <Link className={classes.railLink} to={to} aria-label={label} {...tip(label, { side: 'right' })}>
      <Glyph size={20} stroke={1.7} aria-hidden="true" />
      {fresh || alarm ? <span className={classes.railDot} data-alarm={alarm} /> : null}
    </Link>
  );
}

/** Whether the first steps are still to be taken by those who may take them. */
function useStarting(): boolean {
  const { workspace, permissions } = useSession();
  const { steps, dismissed } = workspace.onboarding;
  return !dismissed && permissions.includes('workspace.manage') && steps.some((step) => !step.done);
}
