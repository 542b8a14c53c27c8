import { Menu, Tooltip } from '@mantine/core';
import type { Presence, Session } from '@otklik/api';
import { Avatar, PresenceDot } from '@otklik/ui';
import { IconInbox, IconKeyboard, IconLogout, IconMoon, IconRocket, IconSearch, IconSettings, type Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCounts } from '~/features/inbox';
import { runAction } from '~/shared/actions';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import classes from './shell.module.css';

export function Rail() {
  const { t } = useTranslation('app');
  const counts = useCounts();
  const starting = useStarting();
  return (
    <nav className={classes.rail} aria-label={t('sections')}>
      <Link className={classes.logo} to="/" aria-label={t('home')}>
        <img src="/assets/icon.svg" alt="" width={32} height={32} />
      </Link>
      <RailLink to="/inbox" icon={IconInbox} label={t('inbox')} fresh={(counts?.unread_mine ?? 0) > 0} />
      <RailLink to="/search" icon={IconSearch} label={t('search')} />
      <span className={classes.spring} />
      {starting ? <RailLink to="/start" icon={IconRocket} label={t('start')} fresh /> : null}
      <RailLink to="/settings" icon={IconSettings} label={t('settings')} />
      <Me />
    </nav>
  );
}

function RailLink({ to, icon: Glyph, label, fresh = false }: { to: '/inbox' | '/search' | '/settings' | '/start'; icon: Icon; label: string; fresh?: boolean }) {
  return (
    <Tooltip label={label} position="right">
      <Link className={classes.railLink} to={to} aria-label={label}>
        <Glyph size={20} stroke={1.7} aria-hidden="true" />
        {fresh ? <span className={classes.railDot} /> : null}
      </Link>
    </Tooltip>
  );
}

/** Whether the first steps are still to be taken by those who may take them. */
function useStarting(): boolean {
  const { workspace, permissions } = useSession();
  const { steps, dismissed } = workspace.onboarding;
  return !dismissed && permissions.includes('workspace.manage') && steps.some((step) => !step.done);
}

const presences: Presence[] = ['online', 'away', 'offline'];

function Me() {
  const { t } = useTranslation('app');
  const { operator } = useSession();
  const client = useQueryClient();
  const choose = useMutation({
    mutationFn: (presence: Presence) => server.put('/operators/me/presence', { presence }),
    onMutate: (presence) => client.setQueryData<Session>(keys.session, (session) => session && { ...session, operator: { ...session.operator, presence } }),
    onError: tellProblem,
  });
  const current = t(`presence.${operator.presence}`);
  return (
    <Menu position="right-end" width={240}>
      <Menu.Target>
        <button type="button" className={classes.me} aria-label={t('me', { name: operator.name, presence: current })}>
          <Avatar name={operator.name} url={operator.avatar_url} size={32} />
          <span className={classes.mePresence}>
            <PresenceDot presence={operator.presence} label={current} />
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{`${operator.name} · ${operator.email}`}</Menu.Label>
        {presences.map((presence) => (
          <Menu.Item key={presence} leftSection={<PresenceDot presence={presence} label="" />} onClick={() => choose.mutate(presence)} aria-current={presence === operator.presence}>
            {t(`presence.${presence}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconMoon size={16} stroke={1.7} />} onClick={() => void runAction('desk.theme')}>
          {t('switchTheme')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.7} />} onClick={() => void runAction('desk.keys')}>
          {t('keySheet')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} />} onClick={() => void runAction('desk.signOut')}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
