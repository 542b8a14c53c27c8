import { Button } from '@mantine/core';
import { ChannelBadge, EmptyState, PageHeader } from '@otklik/ui';
import type { InboxHealth } from '@otklik/api';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useInboxHealth } from '~/shared/health';
import { useLanguage } from '~/shared/i18n';
import { Loaded } from '../loaded';
import { Moment } from '../moment';
import parts from '../parts.module.css';
import { HealthDetail } from './health-detail';
import { HealthMark } from './health-mark';
import { Reasons } from './reasons';

const EVERY_MS = 10_000;

/** How all channels are, or one of them in detail, by the address. */
export default function HealthPage() {
  const { item } = useParams({ strict: false });
  if (item !== undefined && /^\d+$/.test(item)) return <HealthDetail key={item} inboxId={Number(item)} />;
  return <AllChannels />;
}

function AllChannels() {
  const { t } = useTranslation('health');
  const navigate = useNavigate();
  const health = useInboxHealth(EVERY_MS);
  const add = () => void navigate({ to: '/settings/$section/$item', params: { section: 'inboxes', item: 'new' } });
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} />
      <Loaded query={health}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState drawing="plug" title={t('empty')} hint={t('emptyHint')} action={<Button onClick={add}>{t('add')}</Button>} />
          ) : (
            <ul className={parts.list} aria-label={t('title')}>
              {all.map((one) => (
                <li key={one.inbox_id} className={parts.lines}>
                  <Line health={one} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

function Line({ health }: { health: InboxHealth }) {
  const { t } = useTranslation('health');
  const language = useLanguage();
  return (
    <>
      <div className={parts.spread}>
        <span className={parts.row}>
          <ChannelBadge channel={health.channel} label={channelName(health.channel, language)} size={22} />
          <Link className={parts.name} to="/settings/$section/$item" params={{ section: 'health', item: String(health.inbox_id) }}>
            {health.name}
          </Link>
          {health.sandbox ? <span className={parts.quiet}>{t('sandbox')}</span> : null}
        </span>
        <HealthMark state={health.state} />
      </div>
      <Reasons health={health} />
      <p className={`${parts.quiet} ${parts.small}`} style={{ margin: 0 }}>
        {t('lastIn')}: <Moment at={health.last_in_at} /> · {t('lastOut')}: <Moment at={health.last_out_at} />
        {health.waiting > 0 ? ` · ${t('waiting')}: ${health.waiting}` : null}
      </p>
    </>
  );
}
