import { Button } from '@mantine/core';
import { playerTime } from '@otklik/i18n';
import { Avatar } from '@otklik/ui';
import { IconPhone, IconPhoneOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { runAction, useAction } from '~/shared/actions';
import type { KnownCall } from '~/shared/calls';
import { useNow } from '~/shared/clock';
import { keys } from '~/shared/keys';
import { useLink } from '~/shared/link';
import { usePersonName } from '~/shared/person-name';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useStore } from '~/shared/store';
import { useRinging } from './ringing';
import { take, taking } from './talk';
import classes from './calls.module.css';

/** A call that rings on my desk. It takes the focus from nobody: keys answer it from wherever one writes. */
export function RingCard({ call }: { call: KnownCall }) {
  const { t } = useTranslation('app');
  const { t: tAction } = useTranslation('actions');
  const nameOf = usePersonName();
  const client = useQueryClient();
  const link = useLink();
  const navigate = useNavigate();
  const busy = useStore(taking) !== null;
  const left = Math.floor((call.until - useNow()) / 1_000);
  const decline = useMutation({
    mutationFn: () => server.post(`/calls/${call.id}/decline`),
    onError: tellProblem,
    onSettled: () => client.invalidateQueries({ queryKey: keys.calls }),
  });
  const accept = async () => {
    if (link && (await take(client, link, call.id))) await navigate({ to: '/inbox/$view/$id', params: { view: 'mine', id: String(call.conversation_id) } });
  };
  useAction('call.accept', () => void accept());
  useAction('call.decline', () => decline.mutate());
  const name = nameOf(call.contact, 'webchat');
  useRinging(left >= 0 ? call.id : null, t('call.from', { name }), t('call.outside'));
  if (left < 0) return null;
  return (
    <section className={classes.card} aria-label={t('call.region')}>
      <div className={classes.head} role="alert">
        <Avatar name={name} size={40} />
        <p>
          <strong>{t('call.from', { name })}</strong>
          <span>{call.page ? hostAndPath(call.page) : t('call.site')}</span>
        </p>
      </div>
      <div className={classes.foot}>
        <span className={classes.left}>{t('call.left', { time: playerTime(left) })}</span>
        <Link className={classes.look} to="/inbox/$view/$id" params={{ view: 'all', id: String(call.conversation_id) }}>
          {t('call.look')}
        </Link>
      </div>
      <div className={classes.verbs}>
        <Button leftSection={<IconPhone size={18} stroke={1.8} />} aria-label={tAction('call.accept')} loading={busy} onClick={() => void runAction('call.accept')}>
          {t('call.accept')}
        </Button>
        <Button variant="default" leftSection={<IconPhoneOff size={18} stroke={1.8} />} aria-label={tAction('call.decline')} disabled={busy} loading={decline.isPending} onClick={() => void runAction('call.decline')}>
          {t('call.decline')}
        </Button>
      </div>
    </section>
  );
}

function hostAndPath(page: string): string {
  const url = URL.parse(page);
  return url ? `${url.host}${url.pathname === '/' ? '' : url.pathname}` : page;
}
