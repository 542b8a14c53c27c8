import { Button } from '@mantine/core';
import type { InboxHealthDetail } from '@otklik/api';
import { ChannelBadge, PageHeader, Section } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { Loaded } from '../loaded';
import parts from '../parts.module.css';
import { HealthActions } from './health-actions';
import { HealthFacts } from './health-facts';
import { HealthMark } from './health-mark';
import { Ledger } from './ledger';
import { Reasons } from './reasons';
import { Troubles } from './troubles';

const EVERY_MS = 10_000;

/** One channel: its state and why, what can be done, the ledger, and the provider's errors in words. */
export function HealthDetail({ inboxId }: { inboxId: number }) {
  const { t } = useTranslation('health');
  const language = useLanguage();
  const navigate = useNavigate();
  const detail = useQuery({ queryKey: keys.healthOf(inboxId), queryFn: () => server.get<InboxHealthDetail>(`/inbox-health/${inboxId}`), refetchInterval: EVERY_MS });
  const back = (
    <Button variant="default" onClick={() => void navigate({ to: '/settings/$section', params: { section: 'health' } })}>
      {t('back')}
    </Button>
  );
  return (
    <>
      <PageHeader title={detail.data?.health.name ?? t('title')} actions={back} />
      <Loaded query={detail}>
        {({ health, minutes, hours, troubles }) => (
          <>
            <div className={parts.panel}>
              <div className={parts.spread}>
                <HealthMark state={health.state} />
                <span className={parts.row}>
                  <ChannelBadge channel={health.channel} label={channelName(health.channel, language)} size={20} />
                  <span className={parts.quiet}>{channelName(health.channel, language)}</span>
                </span>
              </div>
              {health.reasons.length > 0 ? <Reasons health={health} /> : <p className={`${parts.quiet} ${parts.small}`} style={{ margin: 0 }}>{t('fine')}</p>}
              <HealthActions health={health} />
            </div>
            <HealthFacts health={health} />
            <Section title={t('ledger.title')} hint={t('ledger.hint')}>
              <Ledger minutes={minutes} hours={hours} />
            </Section>
            <Section title={t('troubles.title')} hint={t('troubles.hint')}>
              <Troubles troubles={troubles} />
            </Section>
          </>
        )}
      </Loaded>
    </>
  );
}
