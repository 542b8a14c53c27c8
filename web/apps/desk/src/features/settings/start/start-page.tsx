import '@otklik/ui/forms';
import { Button } from '@mantine/core';
import type { Session } from '@otklik/api';
import { PageHeader } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { sessionQuery, usePermission, useSession } from '~/shared/session';
import { useDeed, usePutWorkspace } from '../asking';
import { InviteForm } from '../people/invite-form';
import { ChannelStep } from './channel-step';
import { ReadyStep } from './ready-step';
import classes from './start.module.css';
import { Step } from './step';
import { TestStep } from './test-step';

const PACE_MS = 3_000;

/** The first things to do, ticked off by the server as they happen. */
export default function StartPage() {
  const { t } = useTranslation('setup');
  const navigate = useNavigate();
  const { steps } = useSession().workspace.onboarding;
  const isDone = (id: (typeof steps)[number]['id']) => steps.some((step) => step.id === id && step.done);
  const done = steps.filter((step) => step.done).length;
  const finished = done === steps.length;
  useQuery({ ...sessionQuery, staleTime: 0, refetchInterval: finished ? false : PACE_MS });
  const manages = usePermission('workspace.manage');
  const putWorkspace = usePutWorkspace();
  const leave = () => void navigate({ to: '/' });
  const dismiss = useDeed({
    stale: [keys.session],
    run: () => server.patch<Session['workspace']>('/workspace', { onboarding_dismissed: true }),
    onDone: (workspace) => {
      putWorkspace(workspace);
      leave();
    },
  });
  useEffect(() => {
    document.title = t('start.pageTitle');
  }, [t]);
  return (
    <main className={classes.page} id="main" tabIndex={-1}>
      <div className={classes.content}>
        <PageHeader title={t('start.title')} hint={t('start.hint')} />
        <p role="status">{finished ? t('start.allDone') : t('start.progress', { done, total: steps.length })}</p>
        <ol className={classes.steps}>
          <Step number={1} done={isDone('channel')} title={t('start.channel')} hint={t('start.channelHint')}>
            <ChannelStep done={isDone('channel')} />
          </Step>
          <Step number={2} done={isDone('test_message')} title={t('start.test')} hint={t('start.testHint')}>
            <TestStep done={isDone('test_message')} connected={isDone('channel')} />
          </Step>
          <Step number={3} done={isDone('invite')} title={t('start.invite')} hint={t('start.inviteHint')}>
            <InviteForm />
          </Step>
          {manages ? (
            <Step number={4} done={false} title={t('start.ready')} hint={t('start.readyHint')}>
              <ReadyStep />
            </Step>
          ) : null}
        </ol>
        <div className={classes.end}>
          <Button onClick={leave}>{t('start.finish')}</Button>
          <Button variant="subtle" loading={dismiss.isPending} onClick={() => dismiss.mutate(undefined)}>
            {t('start.dismiss')}
          </Button>
        </div>
      </div>
    </main>
  );
}
