import { ActionIcon, Tooltip } from '@mantine/core';
import { playerTime } from '@otklik/i18n';
import { IconMicrophone, IconMicrophoneOff, IconPhoneOff, IconPlayerPause, IconPlayerPlay, type Icon } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { runAction, useAction, type ActionId } from '~/shared/actions';
import type { KnownCall } from '~/shared/calls';
import { useNow } from '~/shared/clock';
import { keys } from '~/shared/keys';
import { pageId } from '~/shared/page-id';
import { usePersonName } from '~/shared/person-name';
import { hangUp, hold, mute, type Talk } from './talk';
import classes from './calls.module.css';

/** The call I am in, above whatever page is open. In another tab of mine it can be ended only. */
export function CallBar({ call, talk }: { call: KnownCall; talk: Talk | null }) {
  const { t } = useTranslation('app');
  const nameOf = usePersonName();
  const client = useQueryClient();
  const here = call.tab === pageId && talk?.id === call.id;
  const muted = talk?.muted === true;
  const end = async () => {
    await hangUp(call.id);
    await client.invalidateQueries({ queryKey: keys.calls });
  };
  useAction('call.hangUp', () => void end());
  useAction('call.mute', () => mute(!muted), here);
  useAction('call.hold', () => void hold(client, call.id, !call.held), here);
  const seconds = Math.max(0, (useNow() - call.since) / 1_000);
  const words = !here ? t('call.elsewhere') : call.held ? t('call.held') : talk.sound === 'broken' ? t('call.broken') : talk.sound === 'joining' ? t('call.joining') : muted ? t('call.muted') : '';
  return (
    <section className={classes.bar} data-held={call.held} aria-label={t('call.bar')}>
      <Link className={classes.who} to="/inbox/$view/$id" params={{ view: 'mine', id: String(call.conversation_id) }}>
        {nameOf(call.contact, 'webchat')}
      </Link>
      <time className={classes.time}>{playerTime(seconds)}</time>
      <span className={classes.state} role="status">
        {words}
      </span>
      {here ? (
        <>
          <Verb id="call.mute" label={t(muted ? 'call.unmute' : 'call.mute')} icon={muted ? IconMicrophoneOff : IconMicrophone} pressed={muted} />
          <Verb id="call.hold" label={t(call.held ? 'call.unhold' : 'call.hold')} icon={call.held ? IconPlayerPlay : IconPlayerPause} pressed={call.held} />
        </>
      ) : null}
      <Verb id="call.hangUp" label={t('call.hangUp')} icon={IconPhoneOff} color="red" />
    </section>
  );
}

function Verb({ id, label, icon: Sign, pressed, color }: { id: ActionId; label: string; icon: Icon; pressed?: boolean; color?: string }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={36} radius="xl" variant={color || pressed ? 'filled' : 'default'} {...(color && { color })} aria-label={label} {...(pressed !== undefined && { 'aria-pressed': pressed })} onClick={() => void runAction(id)}>
        <Sign size={18} stroke={1.8} />
      </ActionIcon>
    </Tooltip>
  );
}
