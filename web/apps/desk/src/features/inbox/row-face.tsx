import type { ConversationRow } from '@otklik/api';
import { Avatar, ChannelBadge } from '@otklik/ui';
import { channelName } from '~/shared/channel-names';
import { useLanguage, useWords } from '~/shared/i18n';
import { useOtherViewers } from '~/shared/viewers';
import classes from './row.module.css';

/** Who wrote and, where the list shows it, by which channel; a ring says that a colleague is at it: whole while they look, broken while they write. */
export function RowFace({ row, name, channel }: { row: ConversationRow; name: string; channel: boolean }) {
  const t = useWords('inbox');
  const language = useLanguage();
  const viewers = useOtherViewers(row.id);
  const writer = viewers.find((viewer) => viewer.typing);
  const [viewer] = viewers;
  const said = writer ? t('colleagueTyping', { name: writer.name }) : viewer ? t('colleagueViewing', { name: viewer.name }) : undefined;
  return (
    <span className={classes.face} data-colleague={writer ? 'typing' : viewer ? 'viewing' : undefined} title={said}>
      <Avatar name={name} url={row.contact.avatar_url} />
      {channel && row.channel ? (
        <span className={classes.mark}>
          <ChannelBadge channel={row.channel} label={channelName(row.channel, language)} />
        </span>
      ) : null}
      {said ? <span className="visually-hidden">{said}</span> : null}
    </span>
  );
}
