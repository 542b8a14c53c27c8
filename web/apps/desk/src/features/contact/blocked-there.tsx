import { Button } from '@mantine/core';
import type { Contact, Identity } from '@otklik/api';
import { IconBan } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCapabilities } from '~/shared/channels';
import { useChangeContact } from '~/shared/contacts';
import { usePermission } from '~/shared/session';
import { blockingOf } from './blocking';
import classes from './contact.module.css';

interface BlockedThereProps {
  identity: Identity;
  contact: Contact;
}

/** What the channel itself did about the person being blocked, with a way to try again. */
export function BlockedThere({ identity, contact }: BlockedThereProps) {
  const { t } = useTranslation('contact');
  const change = useChangeContact(contact.id);
  const mayEdit = usePermission('contacts.edit');
  const able = useCapabilities(identity.channel, identity.inbox_id)?.block_out;
  const blocking = able === undefined ? null : blockingOf(identity, able, contact.blocked);
  if (blocking === null) return null;
  const failed = blocking === 'blockFailed' || blocking === 'unblockFailed';
  return (
    <>
      <span className={failed ? classes.closed : classes.minor} role="status">
        <IconBan size={13} stroke={1.9} aria-hidden="true" />
        {t(`blocking.${blocking}`, { error: identity.bar_error })}
      </span>
      {failed && mayEdit ? (
        <Button className={classes.start ?? ''} size="compact-sm" variant="default" loading={change.isPending} onClick={() => change.mutate({ blocked: contact.blocked })}>
          {t('blocking.again')}
        </Button>
      ) : null}
    </>
  );
}
