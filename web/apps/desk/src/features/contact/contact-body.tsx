import { Button } from '@mantine/core';
import type { Contact } from '@otklik/api';
import { clockTime } from '@otklik/i18n';
import { Avatar, IconAction, Skeleton } from '@otklik/ui';
import { IconBan, IconEdit, IconMoon, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChangeContact, useContact } from '~/shared/contacts';
import { useNow } from '~/shared/clock';
import { useLanguage } from '~/shared/i18n';
import { usePermission } from '~/shared/session';
import { useMayStart, writeTo } from '~/shared/starting';
import { BlockButton } from './block-button';
import { CardBlocks } from './card-blocks';
import { FieldLine } from './field/field-line';
import classes from './contact.module.css';

interface ContactBodyProps {
  id: number;
  /** What is known before the card has come. */
  called: string;
  avatar: string | null;
  /** The conversation the card stands beside. */
  current?: number | undefined;
}

/** Who it is and everything known of them: the same beside a thread and on a page of its own. */
export function ContactBody({ id, called, avatar, current }: ContactBodyProps) {
  const { t } = useTranslation('contact');
  const contact = useContact(id);
  const change = useChangeContact(id);
  const { data } = contact;
  const mayStart = useMayStart();
  return (
    <>
      <div className={classes.who}>
        <Avatar name={called} url={data?.avatar_url ?? avatar} size={48} />
        <div className={classes.whoWords}>
          {data ? <FieldLine contact={id} path="name" label={t('name')} value={data.name || null} placeholder={called} title /> : <span className={classes.still} data-title="true">{called}</span>}
          {data?.time_zone ? <LocalTime zone={data.time_zone} /> : null}
        </div>
        {data ? <Vip contact={data} onChange={(vip) => change.mutate({ vip })} /> : null}
      </div>
      {data?.blocked ? (
        <p className={classes.blocked}>
          <IconBan size={16} stroke={1.8} aria-hidden="true" />
          {t('blockedHint')}
        </p>
      ) : null}
      {data && current === undefined && mayStart ? (
        <Button size="compact-sm" variant="default" className={classes.write ?? ''} leftSection={<IconEdit size={15} stroke={1.8} aria-hidden="true" />} onClick={() => writeTo({ id, name: called })}>
          {t('write')}
        </Button>
      ) : null}
      {data ? (
        <>
          <CardBlocks contact={data} current={current} />
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
    </>
  );
}

function Vip({ contact, onChange }: { contact: Contact; onChange: (vip: boolean) => void }) {
  const { t } = useTranslation('contact');
  const mayEdit = usePermission('contacts.edit');
  if (!mayEdit && !contact.vip) return null;
  return <IconAction label={t(contact.vip ? 'vip.on' : 'vip.off')} icon={contact.vip ? IconStarFilled : IconStar} className={contact.vip ? (classes.vip ?? '') : ''} pressed={contact.vip} disabled={!mayEdit} onClick={() => onChange(!contact.vip)} />;
}

const MORNING = 8;
const NIGHT = 22;

function LocalTime({ zone }: { zone: string }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const now = useNow(30_000);
  const time = clockTime(new Date(now), language, zone);
  const hour = Number(clockTime(new Date(now), 'en', zone).slice(0, 2));
  const night = hour < MORNING || hour >= NIGHT;
  return (
    <span className={classes.local} data-night={night}>
      {night ? <IconMoon size={12} stroke={2} aria-hidden="true" /> : null}
      {t(night ? 'localNight' : 'localTime', { time })}
    </span>
  );
}
