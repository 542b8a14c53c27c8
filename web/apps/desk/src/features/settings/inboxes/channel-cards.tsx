import type { Channel } from '@otklik/api';
import { ChannelBadge } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';

const order = ['webchat', 'telegram', 'email', 'form', 'max', 'vk', 'viber', 'ok'];

function place(slug: string): number {
  const index = order.indexOf(slug);
  return index < 0 ? order.length : index;
}

/** What can be connected here, the easiest first. */
export function ChannelCards({ onChoose }: { onChoose: (channel: Channel) => void }) {
  const { t } = useTranslation('channels');
  const language = useLanguage();
  const channels = useQuery({ queryKey: keys.channels, queryFn: async () => (await server.get<{ items: Channel[] }>('/channels')).items, staleTime: Infinity });
  return (
    <Loaded query={channels}>
      {(all) => (
        <ul className={classes.cards}>
          {[...all]
            .sort((one, other) => place(one.slug) - place(other.slug))
            .map((channel) => (
              <li key={channel.slug}>
                <button type="button" className={classes.card} onClick={() => onChoose(channel)}>
                  <span className={classes.cardTitle}>
                    <ChannelBadge channel={channel.slug} size={22} />
                    {channelName(channel.slug, language)}
                  </span>
                  <span className={classes.quiet}>{t(`about.${channel.slug as 'webchat'}`, { defaultValue: channel.title })}</span>
                </button>
              </li>
            ))}
        </ul>
      )}
    </Loaded>
  );
}
