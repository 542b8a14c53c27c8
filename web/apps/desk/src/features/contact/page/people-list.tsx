import { Checkbox } from '@mantine/core';
import type { Contact } from '@otklik/api';
import { shortStamp } from '@otklik/i18n';
import { Avatar, ChannelBadge } from '@otklik/ui';
import { IconBan, IconStarFilled } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { usePermission } from '~/shared/session';
import classes from './page.module.css';

const ROW = 56;

interface PeopleListProps {
  rows: Contact[];
  selected: number | null;
  chosen: readonly number[];
  onChoose: (chosen: readonly number[]) => void;
  onOpen: (id: number) => void;
  onEnd: (() => void) | undefined;
}

/** Rows of people; only those on the screen are made, more come at the end. */
export function PeopleList({ rows, selected, chosen, onChoose, onOpen, onEnd }: PeopleListProps) {
  const { t } = useTranslation('people');
  const frame = useRef<HTMLDivElement>(null);
  const mayMerge = usePermission('contacts.merge');
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => frame.current, estimateSize: () => ROW, getItemKey: (index) => rows[index]?.id ?? index, overscan: 10 });
  const items = virtual.getVirtualItems();
  const reached = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && reached >= rows.length - 10) onEnd();
  }, [onEnd, reached, rows.length]);
  const step = (by: number) => {
    const at = rows.findIndex((row) => row.id === selected);
    const next = rows[at < 0 ? 0 : at + by];
    if (!next) return;
    onOpen(next.id);
    virtual.scrollToIndex(rows.indexOf(next));
  };
  useAction('list.next', () => step(1));
  useAction('list.previous', () => step(-1));
  const toggle = (id: number) => onChoose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <div ref={frame} className={classes.scroll}>
      <div className={classes.sheet} style={{ height: virtual.getTotalSize() }} role="list" aria-label={t('list')}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div key={item.key} className={classes.slot} role="listitem" aria-posinset={item.index + 1} aria-setsize={rows.length} style={{ transform: `translateY(${item.start}px)` }}>
              <Row contact={row} selected={row.id === selected} chosen={chosen.includes(row.id)} onToggle={mayMerge ? () => toggle(row.id) : null} onOpen={() => onOpen(row.id)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  contact: Contact;
  selected: boolean;
  chosen: boolean;
  onToggle: (() => void) | null;
  onOpen: () => void;
}

function Row({ contact, selected, chosen, onToggle, onOpen }: RowProps) {
  const { t } = useTranslation('people');
  const language = useLanguage();
  const called = usePersonName()(contact, contact.identities[0]?.channel);
  const channels = [...new Set(contact.identities.map(({ channel }) => channel))];
  const words = [contact.phone, contact.email, contact.company].filter(Boolean).join(' · ');
  return (
    <div className={classes.row} data-selected={selected} data-chosen={chosen}>
      {onToggle ? <Checkbox size="xs" checked={chosen} aria-label={t('choose', { name: called })} onChange={onToggle} /> : null}
      <button type="button" className={classes.who} aria-current={selected} onClick={onOpen}>
        <Avatar name={called} url={contact.avatar_url} size={32} />
        <span className={classes.words}>
          <span className={classes.name}>
            <span className="truncate">{called}</span>
            {contact.vip ? <IconStarFilled className={classes.vip} size={13} aria-label={t('vip')} /> : null}
            {contact.blocked ? <IconBan className={classes.blocked} size={14} stroke={1.9} aria-label={t('blocked')} /> : null}
          </span>
          <span className={`${classes.minor ?? ''} truncate`}>{words || t('noAddress')}</span>
        </span>
        <span className={classes.channels}>
          {channels.map((channel) => (
            <ChannelBadge key={channel} channel={channel} label={channelName(channel, language)} size={16} />
          ))}
        </span>
        <time className={classes.minor} dateTime={contact.created_at}>
          {shortStamp(new Date(contact.created_at), new Date(), language)}
        </time>
      </button>
    </div>
  );
}
