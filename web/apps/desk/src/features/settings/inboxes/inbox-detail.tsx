import { Button } from '@mantine/core';
import { PageHeader, Section } from '@otklik/ui';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels } from '~/shared/channels';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import { CopyField } from '../copy-field';
import classes from '../parts.module.css';
import type { Check, FullInbox, Report } from '../wire';
import { ChannelLog } from './channel-log';
import { CheckList } from './check-list';
import { DeleteInbox } from './delete-inbox';
import { EditInboxForm } from './edit-inbox-form';
import { FirstMessage } from './first-message';
import { Health, InboxState } from './health';
import { NextStep } from './next-step';

const Greetings = lazy(() => import('./greetings'));
const TemplateList = lazy(() => import('./template-list'));
const VisitorKeys = lazy(() => import('./visitor-keys'));

export function InboxDetail({ inbox, onBack }: { inbox: FullInbox; onBack: () => void }) {
  const { t } = useTranslation('channels');
  const { t: words } = useTranslation('templates');
  const channel = useChannels().find((one) => one.slug === inbox.channel);
  const [checks, setChecks] = useState<Check[] | null>(null);
  const paused = inbox.status === 'paused';
  const test = useDeed({ stale: [], run: () => server.post<Report>(`/inboxes/${inbox.id}/test`), onDone: (report) => setChecks(report.checks) });
  const turn = useDeed({
    stale: [keys.inboxes],
    run: (verb: 'pause' | 'resume') => server.post<FullInbox>(`/inboxes/${inbox.id}/${verb}`),
    onDone: (now) => setChecks(now.checks ?? null),
  });
  return (
    <>
      <PageHeader
        title={inbox.name}
        actions={
          <Button variant="default" onClick={onBack}>
            {t('back')}
          </Button>
        }
      />
      <div className={classes.panel}>
        <div className={classes.spread}>
          <InboxState inbox={inbox} />
          <div className={classes.row}>
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate(undefined)}>
              {t('test')}
            </Button>
            {inbox.status === 'active' ? (
              <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate('pause')}>
                {t('pause')}
              </Button>
            ) : (
              <Button loading={turn.isPending} onClick={() => turn.mutate('resume')}>
                {t(paused ? 'resume' : 'reconnect')}
              </Button>
            )}
          </div>
        </div>
        <Health inbox={inbox} />
        <CheckList checks={checks} />
        <NextStep inbox={inbox} />
        {inbox.status === 'active' ? <FirstMessage inbox={inbox.id} /> : null}
      </div>
      <Section title={t('settings')}>
        {channel ? <EditInboxForm key={channel.slug} channel={channel} inbox={inbox} onSaved={(saved) => setChecks(saved.checks ?? null)} /> : null}
        {channel?.transport.includes('webhook') && inbox.hook_url ? <CopyField label={t('hookUrl')} hint={t('hookUrlHint')} value={inbox.hook_url} /> : null}
      </Section>
      {inbox.channel === 'webchat' && inbox.hook_url ? (
        <Section title={t('keys.title')} hint={t('keys.hint')}>
          <Suspense fallback={null}>
            <VisitorKeys inboxId={inbox.id} />
          </Suspense>
        </Section>
      ) : null}
      {inbox.channel === 'webchat' && inbox.hook_url ? (
        <Section title={t('greetings.title')} hint={t('greetings.hint')}>
          <Suspense fallback={null}>
            <Greetings inboxId={inbox.id} />
          </Suspense>
        </Section>
      ) : null}
      {channel?.capabilities.templates ? (
        <Section title={words('section')} hint={words('sectionHint')}>
          <Suspense fallback={null}>
            <TemplateList inboxId={inbox.id} />
          </Suspense>
        </Section>
      ) : null}
      <Section title={t('log')} hint={t('logHint')}>
        <ChannelLog inboxId={inbox.id} />
      </Section>
      <Section title={t('deleting')} hint={t('deletingHint')}>
        <DeleteInbox inbox={inbox} onDeleted={onBack} />
      </Section>
    </>
  );
}
