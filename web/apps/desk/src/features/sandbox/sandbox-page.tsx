import '@otklik/ui/forms';
import { Button } from '@mantine/core';
import { ChannelBadge, EmptyState, PageHeader, Skeleton } from '@otklik/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { problemText, tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { usePermission } from '~/shared/session';
import { Playing, usePlaying, useStage, useStages, type Stage, type StageLine } from './api';
import { Cast } from './cast';
import { Moods } from './moods';
import { Phone } from './phone';
import classes from './sandbox.module.css';

/** A telephone on which anyone plays the customer, and beside it the strings of the messenger behind it. */
export default function SandboxPage() {
  const { t } = useTranslation('sandbox');
  const stages = useStages();
  const [asked, setAsked] = useState(() => new URLSearchParams(window.location.search).get('channel') ?? '');
  useEffect(() => {
    document.title = t('pageTitle');
  }, [t]);
  const first = stages[0]?.channel ?? 'telegram';
  const channel = stages.some((one) => one.channel === asked) ? asked : first;
  const choose = (next: string) => {
    setAsked(next);
    const query = next === first ? '' : `?channel=${encodeURIComponent(next)}`;
    window.history.replaceState(window.history.state, '', `${window.location.pathname}${query}`);
  };
  return (
    <Playing value={channel}>
      <main className={classes.page} id="main" tabIndex={-1}>
        {stages.length > 1 ? <Messengers stages={stages} channel={channel} onChoose={choose} /> : null}
        <Theatre key={channel} />
      </main>
    </Playing>
  );
}

function Messengers({ stages, channel, onChoose }: { stages: StageLine[]; channel: string; onChoose: (channel: string) => void }) {
  const { t } = useTranslation('sandbox');
  const language = useLanguage();
  return (
    <div className={classes.messengers} role="group" aria-label={t('messengers')}>
      {stages.map((one) => (
        <button key={one.channel} type="button" aria-pressed={one.channel === channel} onClick={() => onChoose(one.channel)}>
          <ChannelBadge channel={one.channel} />
          {channelName(one.channel, language)}
        </button>
      ))}
    </div>
  );
}

function Theatre() {
  const { t } = useTranslation('sandbox');
  const stage = useStage();
  return (
    <>
      {stage.isError ? <EmptyState drawing="plug" title={t('failed')} hint={problemText(stage.error)} action={<Button onClick={() => void stage.refetch()}>{t('again')}</Button>} /> : null}
      {stage.data === null ? <NoStage /> : null}
      {stage.isPending ? (
        <div className={classes.loading} role="status" aria-label={t('loading')}>
          <Skeleton height={32} width="40%" />
          <Skeleton height={480} />
        </div>
      ) : null}
      {stage.data ? <Open stage={stage.data} /> : null}
    </>
  );
}

function Open({ stage }: { stage: Stage }) {
  const { t } = useTranslation('sandbox');
  const [chosen, setChosen] = useState<number | null>(null);
  const person = stage.people.find((one) => one.id === chosen) ?? stage.people[0];
  return (
    <div className={classes.stage}>
      <div className={classes.side}>
        <PageHeader title={t('title')} hint={t('hint')} />
        <Cast people={stage.people} chosen={person?.id ?? null} onChoose={setChosen} />
        <Moods mood={stage.mood} />
      </div>
      {person ? (
        <Phone key={person.id} person={person} />
      ) : (
        <div className={classes.glass}>
          <EmptyState drawing="talk" title={t('nobody')} hint={t('nobodyHint')} />
        </div>
      )}
    </div>
  );
}

function NoStage() {
  const { t } = useTranslation('sandbox');
  const language = useLanguage();
  const client = useQueryClient();
  const channel = usePlaying();
  const manages = usePermission('inboxes.manage');
  const open = useMutation({ mutationFn: () => server.post(`/sandbox?channel=${encodeURIComponent(channel)}`), onSuccess: () => client.invalidateQueries({ queryKey: ['sandbox'] }), onError: tellProblem });
  const make = (
    <Button loading={open.isPending} onClick={() => open.mutate()}>
      {t('make')}
    </Button>
  );
  return <EmptyState drawing="talk" title={t('none', { name: channelName(channel, language) })} hint={t(manages ? 'noneHint' : 'noneAsk')} action={manages ? make : null} />;
}
