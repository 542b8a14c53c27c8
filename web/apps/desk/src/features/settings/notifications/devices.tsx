import { Alert, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { PushDevice } from '@otklik/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { pushState, subscribe, unsubscribe, type PushState } from '~/shared/push';
import { server } from '~/shared/server';
import { Moment } from '../moment';
import parts from '../parts.module.css';

const PATH = '/operators/me/devices';

/** This browser and the others that take pushes. */
export function Devices() {
  const { t } = useTranslation('notifications');
  const client = useQueryClient();
  const { data: devices } = useQuery({ queryKey: keys.devices, queryFn: async () => (await server.get<{ items: PushDevice[] }>(PATH)).items });
  const [state, setState] = useState<PushState | null>(null);
  useEffect(() => void pushState().then(setState), [devices]);
  const stale = () => client.invalidateQueries({ queryKey: keys.devices });
  const begin = useMutation({ mutationFn: subscribe, onError: tellProblem, onSettled: stale });
  return (
    <div className={parts.stack}>
      {state === 'off' ? (
        <div>
          <Button loading={begin.isPending} onClick={() => begin.mutate()}>
            {t('devices.on')}
          </Button>
        </div>
      ) : state === null || state === 'on' ? null : (
        <Alert color="yellow">{t(`devices.${state}`)}</Alert>
      )}
      {devices && devices.length > 0 ? (
        <ul className={parts.list} aria-label={t('devices.title')}>
          {devices.map((device) => (
            <Device key={device.id} device={device} onChanged={() => void stale()} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Device({ device, onChanged }: { device: PushDevice; onChanged: () => void }) {
  const { t } = useTranslation('notifications');
  const test = useMutation({
    mutationFn: () => server.post(`${PATH}/${device.id}/test`),
    onSuccess: () => notifications.show({ message: t('devices.sent') }),
    onError: tellProblem,
    onSettled: onChanged,
  });
  const remove = useMutation({
    mutationFn: async () => {
      if (device.here) await unsubscribe();
      await server.delete(`${PATH}/${device.id}`);
    },
    onError: tellProblem,
    onSettled: onChanged,
  });
  const name = device.name || t('devices.unnamed');
  return (
    <li className={parts.spread}>
      <span>
        <span className={parts.name}>{name}</span> {device.here ? <span className={parts.quiet}>{t('devices.here')}</span> : null}
        <br />
        <span className={`${parts.quiet} ${parts.small}`}>
          {device.sent_at ? (
            <>
              {t('devices.last')} <Moment at={device.sent_at} />
            </>
          ) : (
            t('devices.never')
          )}
        </span>
      </span>
      <span className={parts.row}>
        <Button size="compact-sm" variant="default" loading={test.isPending} aria-label={`${t('devices.test')}: ${name}`} onClick={() => test.mutate()}>
          {t('devices.test')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="red" loading={remove.isPending} aria-label={`${t('devices.remove')}: ${name}`} onClick={() => remove.mutate()}>
          {t('devices.remove')}
        </Button>
      </span>
    </li>
  );
}
