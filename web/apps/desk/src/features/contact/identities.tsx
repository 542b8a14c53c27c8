import type { Contact, Identity } from '@otklik/api';
import { shortStamp } from '@otklik/i18n';
import { ChannelBadge } from '@otklik/ui';
import { IconLock, IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { addressName } from '~/shared/person-name';
import { BlockedThere } from './blocked-there';
import classes from './contact.module.css';

/** Where the person can be reached, how each address was verified, and why one cannot be written to now. */
export function Identities({ contact }: { contact: Contact }) {
  const { t } = useTranslation('contact');
  if (contact.identities.length === 0) return <p className={classes.minor}>{t('noIdentities')}</p>;
  return (
    <ul className={classes.list}>
      {contact.identities.map((one) => (
        <OneIdentity key={one.id} identity={one} contact={contact} />
      ))}
    </ul>
  );
}

const reasons = ['blocked', 'window_closed', 'inbox_paused', 'inbox_deleted', 'opted_out', 'bounced', 'one_way'] as const;

function OneIdentity({ identity, contact }: { identity: Identity; contact: Contact }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const seen = shortStamp(new Date(identity.last_seen_at), new Date(), language);
  const reason = reasons.find((one) => one === identity.unreachable_reason);
  const known = identity.verified === 'none' ? t('verified.none') : t(`verified.${identity.verified}`);
  return (
    <li className={classes.identity}>
      <ChannelBadge channel={identity.channel} label={channelName(identity.channel, language)} />
      <div className={classes.identityWords}>
        <span className={classes.identityName}>
          <span className="truncate">{addressName(identity) || channelName(identity.channel, language)}</span>
          {identity.username ? <span className={classes.minor}>{`@${identity.username.replace(/^@/, '')}`}</span> : null}
        </span>
        <span className={classes.minor}>
          {identity.verified === 'provider' ? <IconRosetteDiscountCheck size={13} stroke={1.9} aria-hidden="true" /> : null}
          <span>{[known, identity.inbox_name, seen].filter(Boolean).join(' · ')}</span>
        </span>
        {identity.entry ? <span className={classes.minor}>{identity.entry.kind === 'page' ? t('entryPage', { ref: identity.entry.ref ?? '' }) : t('entry', { kind: identity.entry.kind, ref: identity.entry.ref ?? '' })}</span> : null}
        {identity.reachable ? null : (
          <span className={classes.closed} title={identity.unreachable_reason ?? undefined}>
            <IconLock size={13} stroke={1.9} aria-hidden="true" />
            {reason ? t(`reasons.${reason}`) : t('unreachable')}
          </span>
        )}
        <BlockedThere identity={identity} contact={contact} />
      </div>
    </li>
  );
}
