import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { EmptyState } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { useInboxes } from '~/shared/channels';
import { server } from '~/shared/server';
import { useDeed, usePages } from '../asking';
import { Moment } from '../moment';
import { Paged } from '../paged';
import classes from '../parts.module.css';
import type { HookCall } from '../wire';

const key = ['hook-calls', 'failed'];

export function FailedCalls() {
  const { t } = useTranslation('admin');
  const inboxes = useInboxes();
  const calls = usePages<HookCall>(key, '/hook-calls', { state: 'failed' });
  const again = useDeed({
    stale: [key],
    run: (id: number) => server.post<HookCall>(`/hook-calls/${id}/reprocess`),
    onDone: (call) => notifications.show(call.state === 'failed' ? { color: 'red', message: t('deliveries.failedAgain', { reason: call.reason }) } : { message: t('deliveries.worked') }),
  });
  return (
    <Paged query={calls} empty={<EmptyState drawing="done" title={t('deliveries.noCalls')} hint={t('deliveries.noCallsHint')} />}>
      {(items) => (
        <ul className={classes.list}>
          {items.map((call) => (
            <li key={call.id} className={classes.lines}>
              <div className={classes.spread}>
                <span>
                  <span className={classes.name}>{inboxes?.find((inbox) => inbox.id === call.inbox_id)?.name ?? t('deliveries.goneInbox')}</span>
                  <br />
                  <span className={classes.quiet}>
                    <Moment at={call.received_at} /> · {t('deliveries.attempts', { count: call.attempts })}
                  </span>
                </span>
                <Button variant="default" loading={again.isPending && again.variables === call.id} onClick={() => again.mutate(call.id)}>
                  {t('deliveries.reprocess')}
                </Button>
              </div>
              <p className={classes.error}>{call.reason}</p>
              {call.preview ? <pre className={classes.snippet}>{call.preview}</pre> : null}
            </li>
          ))}
        </ul>
      )}
    </Paged>
  );
}
