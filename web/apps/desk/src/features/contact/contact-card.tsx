import { Button } from '@mantine/core';
import type { Conversation } from '@otklik/api';
import { Avatar, IconAction, Skeleton } from '@otklik/ui';
import { IconBan, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '~/shared/clock';
import { useLanguage } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { clockTime } from '@otklik/i18n';
import { useChangeContact, useContact } from './api';
import { BlockButton } from './block-button';
import { Duplicates } from './duplicates';
import { FieldLine } from './field/field-line';
import { Identities } from './identities';
import { OwnFields } from './own-fields';
import { Timeline } from './timeline';
import classes from './contact.module.css';

interface ContactCardProps {
  conversation: Conversation;
  onClose: () => void;
}

export default function ContactCard({ conversation, onClose }: ContactCardProps) {
  const { t } = useTranslation('contact');
  const id = conversation.contact.id;
  const contact = useContact(id);
  const change = useChangeContact(id);
  const data = contact.data;
  const name = data?.name ?? conversation.contact.name;
  const called = usePersonName()({ id, name }, conversation.channel);
  return (
    <aside className={classes.card} aria-label={t('title')}>
      <header className={classes.top}>
        <h2>{t('title')}</h2>
        <IconAction label={t('close')} icon={IconX} onClick={onClose} />
      </header>
      <div className={classes.scroll}>
        <div className={classes.who}>
          <Avatar name={called} url={data?.avatar_url ?? conversation.contact.avatar_url} size={48} />
          <div className={classes.whoWords}>
            <FieldLine contact={id} path="name" label={t('name')} value={name || null} placeholder={called} title />
            {data?.time_zone ? <LocalTime zone={data.time_zone} /> : null}
          </div>
        </div>
        {data?.blocked ? (
          <p className={classes.blocked}>
            <IconBan size={16} stroke={1.8} aria-hidden="true" />
            {t('blockedHint')}
          </p>
        ) : null}
        {data ? (
          <>
            <dl className={classes.fields}>
              <FieldLine contact={id} path="phone" label={t('phone')} value={data.phone} kind="phone" />
              <FieldLine contact={id} path="email" label={t('email')} value={data.email} kind="email" />
            </dl>
            <OwnFields contact={data} />
            <Identities identities={data.identities} />
            <Duplicates contact={data} />
            <Timeline contact={id} current={conversation.id} />
            <BlockButton contact={data} busy={change.isPending} onBlock={(blocked) => change.mutate({ blocked })} />
          </>
        ) : contact.isError ? (
          <div className={classes.section}>
            <p className={classes.minor}>{t('failed')}</p>
            <Button size="compact-sm" variant="default" onClick={() => void contact.refetch()}>
              {t('again')}
            </Button>
          </div>
        ) : (
          <div className={classes.bones} aria-hidden="true">
            <Skeleton width="70%" />
            <Skeleton width="54%" />
            <Skeleton width="62%" />
          </div>
        )}
      </div>
    </aside>
  );
}

function LocalTime({ zone }: { zone: string }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const now = useNow(30_000);
  return <span className={classes.local}>{t('localTime', { time: clockTime(new Date(now), language, zone) })}</span>;
}
