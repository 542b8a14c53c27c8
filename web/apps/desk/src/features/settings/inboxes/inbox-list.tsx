import { Button } from '@mantine/core';
import { ChannelBadge, EmptyState, PageHeader } from '@otklik/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import classes from '../parts.module.css';
import type { FullInbox } from '../wire';
import { Health, InboxState } from './health';

export function InboxList({ inboxes, onAdd }: { inboxes: FullInbox[]; onAdd: () => void }) {
  const { t } = useTranslation('channels');
  const language = useLanguage();
  const add = <Button onClick={onAdd}>{t('add')}</Button>;
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} actions={inboxes.length > 0 ? add : null} />
      {inboxes.length === 0 ? <EmptyState drawing="plug" title={t('empty')} hint={t('emptyHint')} action={add} /> : null}
      {inboxes.length > 0 ? (
        <ul className={classes.list}>
          {inboxes.map((inbox) => (
            <li key={inbox.id} className={classes.lines}>
              <div className={classes.spread}>
                <span className={classes.row}>
                  <ChannelBadge channel={inbox.channel} label={channelName(inbox.channel, language)} size={22} />
                  <Link className={classes.name} to="/settings/$section/$item" params={{ section: 'inboxes', item: String(inbox.id) }}>
                    {inbox.name}
                  </Link>
                  {inbox.account ? <span className={classes.quiet}>{inbox.account.username ? `@${inbox.account.username}` : inbox.account.name}</span> : null}
                </span>
                <InboxState inbox={inbox} />
              </div>
              <Health inbox={inbox} />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
