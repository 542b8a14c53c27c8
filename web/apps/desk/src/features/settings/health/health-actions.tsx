import { Button } from '@mantine/core';
import type { InboxHealth } from '@otklik/api';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import { CheckList } from '../inboxes/check-list';
import parts from '../parts.module.css';
import type { Check, FullInbox, Report } from '../wire';

/** What can be done about a channel: ask the provider, hold replies back, connect again, enter a new secret. */
export function HealthActions({ health }: { health: InboxHealth }) {
  const { t } = useTranslation('health');
  const navigate = useNavigate();
  const [checks, setChecks] = useState<Check[] | null>(null);
  const path = `/inboxes/${health.inbox_id}`;
  const broken = health.reasons.some(({ code }) => code === 'failing' || code === 'setting_up');
  const test = useDeed({ stale: [keys.health], run: () => server.post<Report>(`${path}/test`), onDone: (report) => setChecks(report.checks) });
  const turn = useDeed({
    stale: [keys.inboxes],
    run: (verb: 'pause' | 'resume') => server.post<FullInbox>(`${path}/${verb}`),
    onDone: (now) => setChecks(now.checks ?? null),
  });
  const authorise = () => void navigate({ to: '/settings/$section/$item', params: { section: 'inboxes', item: String(health.inbox_id) }, hash: 'channels:settings' });
  return (
    <div>
      <div className={parts.row}>
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate(undefined)}>
          {t('test')}
        </Button>
        {health.paused || broken ? (
          <Button loading={turn.isPending} onClick={() => turn.mutate('resume')}>
            {t(health.paused ? 'resume' : 'reconnect')}
          </Button>
        ) : (
          <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate('pause')}>
            {t('pause')}
          </Button>
        )}
        {health.sandbox ? null : (
          <Button variant="default" onClick={authorise}>
            {t('authorise')}
          </Button>
        )}
      </div>
      {health.paused ? null : <p className={`${parts.quiet} ${parts.small}`} style={{ margin: '8px 0 0' }}>{t('pauseHint')}</p>}
      <CheckList checks={checks} />
    </div>
  );
}
