import { Button } from '@mantine/core';
import { PageHeader, Section } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { useDeed, usePages } from '../asking';
import { Moment } from '../moment';
import { Paged } from '../paged';
import classes from '../parts.module.css';
import { useRoleName } from '../roles/wire';
import type { Invitation } from '../wire';
import { InviteForm } from './invite-form';
import { OperatorList } from './operator-list';

export default function PeoplePage() {
  const { t } = useTranslation('admin');
  return (
    <>
      <PageHeader title={t('people.title')} hint={t('people.hint')} />
      <OperatorList />
      <div style={{ height: 24 }} />
      <Section title={t('people.invite')} hint={t('people.inviteHint')}>
        <InviteForm />
      </Section>
      <Section title={t('people.waiting')}>
        <Invitations />
      </Section>
    </>
  );
}

function Invitations() {
  const { t } = useTranslation('admin');
  const nameOf = useRoleName();
  const invitations = usePages<Invitation>(['invitations'], '/invitations');
  const revoke = useDeed({ stale: [['invitations']], run: (id: number) => server.delete(`/invitations/${id}`) });
  return (
    <Paged query={invitations} empty={<p className={classes.quiet}>{t('people.noneWaiting')}</p>}>
      {(items) => (
        <ul className={classes.list}>
          {items.map((one) => (
            <li key={one.id} className={classes.spread}>
              <span>
                <span className={classes.name}>{one.email}</span>
                <br />
                <span className={classes.quiet}>
                  {nameOf(one.role, one.role_name)} · {t('people.until')} <Moment at={one.expires_at} />
                </span>
              </span>
              <Button variant="default" aria-label={t('people.revokeOf', { email: one.email })} loading={revoke.isPending && revoke.variables === one.id} onClick={() => revoke.mutate(one.id)}>
                {t('people.revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Paged>
  );
}
