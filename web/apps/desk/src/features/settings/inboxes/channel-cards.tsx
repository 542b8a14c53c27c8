import type { Channel } from '@otklik/api';
import { ChannelBadge } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';

/** What can be connected here, the easiest first. */
export function ChannelCards({ onChoose }: { onChoose: (channel: Channel) => void }) {
  const language = useLanguage();
  const channels = useQuery({ queryKey: keys.channels, queryFn: async () => (await server.get<{ items: Channel[] }>('/channels')).items, staleTime: Infinity });
  return (
    <Loaded query={channels}>
      {(all) => (
        <ul className={classes.cards}>
          {[...all]
            .sort((one, other) => one.face.place - other.face.place)
            .map((channel) => (
              <li key={channel.slug}>
                <button type="button" className={classes.card} onClick={() => onChoose(channel)}>
                  <span className={classes.cardTitle}>
                    <ChannelBadge channel={channel.slug} size={22} />
                    {channel.face.name[language]}
                  </span>
                  <span className={classes.quiet}>{channel.face.about[language]}</span>
                </button>
              </li>
            ))}
        </ul>
      )}
    </Loaded>
  );
}
