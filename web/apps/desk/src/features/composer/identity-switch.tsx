import { Menu, UnstyledButton } from '@mantine/core';
import type { Identity } from '@otklik/api';
import { ChannelBadge, MenuOnDemand } from '@otklik/ui';
import { IconChevronDown, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useChannels } from '~/shared/channels';
import { useNow } from '~/shared/clock';
import { useLanguage } from '~/shared/i18n';
import { addressName } from '~/shared/person-name';
import { useReasonText } from './reason-text';
import { openingOf } from './window';
import classes from './composer.module.css';

interface IdentitySwitchProps {
  identities: Identity[];
  chosen: Identity | null;
  onChoose: (id: number) => void;
}

/** Through which address the reply goes; a closed one says why. */
export function IdentitySwitch({ identities, chosen, onChoose }: IdentitySwitchProps) {
  const { t } = useTranslation('composer');
  const language = useLanguage();
  const reason = useReasonText();
  const channels = useChannels();
  const now = useNow(60_000);
  const obstacle = (one: Identity) => {
    if (!one.reachable) return reason(one.unreachable_reason);
    const can = channels.find((channel) => channel.slug === one.channel)?.capabilities ?? null;
    return openingOf(one.last_wrote_at, can, now).stands === 'shut' ? reason('window_closed') : null;
  };
  if (!chosen) return null;
  const face = (
    <>
      <ChannelBadge channel={chosen.channel} size={15} />
      <span className="truncate">{[...new Set([channelName(chosen.channel, language), addressName(chosen) || chosen.inbox_name])].join(' · ')}</span>
    </>
  );
  if (identities.length < 2) return <span className={classes.identity}>{face}</span>;
  return (
    <MenuOnDemand
      position="top-start"
      width={340}
      button={
        <UnstyledButton className={classes.identity} aria-label={t('switchIdentity', { name: channelName(chosen.channel, language) })}>
          {face}
          <IconChevronDown size={14} stroke={2} aria-hidden="true" />
        </UnstyledButton>
      }
    >
      <Menu.Label>{t('replyThrough')}</Menu.Label>
      {identities.map((one) => {
        const why = obstacle(one);
        return (
          <Menu.Item key={one.id} disabled={why !== null} leftSection={<ChannelBadge channel={one.channel} />} rightSection={why === null ? null : <IconLock size={14} stroke={1.8} aria-hidden="true" />} onClick={() => onChoose(one.id)} aria-current={one.id === chosen.id}>
            <span className={classes.identityName}>{addressName(one) || channelName(one.channel, language)}</span>
            <span className={classes.identityHint}>{why ?? one.inbox_name}</span>
          </Menu.Item>
        );
      })}
    </MenuOnDemand>
  );
}
