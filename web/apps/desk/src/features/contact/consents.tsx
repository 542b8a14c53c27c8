import { Button } from '@mantine/core';
import type { Contact } from '@otklik/api';
import { dateTimeLabel } from '@otklik/i18n';
import { ChannelBadge } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { addressName } from '~/shared/person-name';
import { usePermission } from '~/shared/session';
import { useConsents, useRecordConsent } from './api-card';
import classes from './contact.module.css';

const agreed = { operator: 'consents.agreed', widget: 'consents.inWidget', form: 'consents.inForm' } as const;

/** What the person said about being written to, address by address; the last word holds. */
export function Consents({ contact }: { contact: Contact }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const { data = [] } = useConsents(contact.id);
  const record = useRecordConsent(contact.id);
  const mayEdit = usePermission('contacts.edit');
  if (contact.identities.length === 0) return <p className={classes.minor}>{t('consents.none')}</p>;
  return (
    <ul className={classes.list}>
      {contact.identities.map((one) => {
        const said = data.filter((line) => line.identity_id === one.id);
        const last = said[0];
        const refused = last?.given === false;
        return (
          <li key={one.id} className={classes.identity}>
            <ChannelBadge channel={one.channel} label={channelName(one.channel, language)} />
            <div className={classes.identityWords}>
              <span className="truncate">{addressName(one) || channelName(one.channel, language)}</span>
              {last ? null : <span className={classes.minor}>{t('consents.nothing')}</span>}
              {said.map((line) => (
                <span key={`${line.at}${line.source}`} className={line === last && refused ? classes.closed : classes.minor}>
                  {[t(line.given ? agreed[line.source] : 'consents.refused'), dateTimeLabel(new Date(line.at), new Date(), language), line.by, line.version ? t('consents.version', { version: line.version }) : ''].filter(Boolean).join(' · ')}
                </span>
              ))}
              {mayEdit ? (
                <Button className={classes.start ?? ''} size="compact-sm" variant="default" loading={record.isPending && record.variables.identity_id === one.id} onClick={() => record.mutate({ identity_id: one.id, given: refused })}>
                  {t(refused ? 'consents.allow' : 'consents.refuse')}
                </Button>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
