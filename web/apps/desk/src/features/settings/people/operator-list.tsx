import { Button, Select } from '@mantine/core';
import type { Operator, Page } from '@otklik/api';
import { Avatar, ConfirmDialog, PresenceDot } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { usePresenceWords } from '~/shared/presence';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { useBeginViewing } from '~/shared/viewing';
import { useDeed } from '../asking';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { useOfferedRoles, useRoleName } from '../roles/wire';
import { CapacityField } from './capacity-field';
import { peopleWaysQuery, type PersonWays } from './ways';

export function OperatorList() {
  const { data: ways } = useQuery(peopleWaysQuery);
  const operators = useQuery({ queryKey: keys.operators, queryFn: async () => (await server.get<Page<Operator>>('/operators', { limit: 100 })).items, staleTime: Infinity });
  return (
    <Loaded query={operators}>
      {(all) => (
        <ul className={classes.list}>
          {all.map((operator) => (
            <OperatorRow key={operator.id} operator={operator} ways={ways?.find((one) => one.operator_id === operator.id)} />
          ))}
        </ul>
      )}
    </Loaded>
  );
}

const PlacesDialog = lazy(() => import('./places-dialog'));

type Change = Partial<Pick<Operator, 'role' | 'disabled'>>;

function OperatorRow({ operator, ways }: { operator: Operator; ways: PersonWays | undefined }) {
  const { t } = useTranslation('admin');
  const { t: tRoles } = useTranslation('roles');
  const [looking, setLooking] = useState(false);
  const session = useSession();
  const presence = usePresenceWords()(operator);
  const [asked, setAsked] = useState(false);
  const change = useDeed({ stale: [keys.operators, keys.roles], run: (data: Change) => server.patch<Operator>(`/operators/${operator.id}`, data), onDone: () => setAsked(false) });
  const navigate = useNavigate();
  const look = useBeginViewing(() => void navigate({ to: '/' }));
  const mayTouchOwners = session.permissions.includes('owners.manage');
  const isMe = operator.id === session.operator.id;
  const isFixed = isMe || (operator.role === 'owner' && !mayTouchOwners);
  const nameOf = useRoleName();
  const grantable = useOfferedRoles();
  const offered = grantable.some((one) => one.value === operator.role) ? grantable : [{ value: operator.role, label: nameOf(operator.role, operator.role_name) }, ...grantable];
  const facts = [operator.email, ...(operator.disabled ? [t('people.disabled')] : []), ...(ways && ways.links.length > 0 ? [t('people.through', { names: ways.links.map((one) => one.name).join(', ') })] : []), ...(ways && !ways.has_password ? [t('people.noPassword')] : [])];
  return (
    <li className={classes.spread}>
      <span className={classes.row}>
        <Avatar name={operator.name} url={operator.avatar_url} size={32} />
        <span>
          <PresenceDot {...presence} /> <span className={classes.name}>{operator.name}</span> {isMe ? <span className={classes.quiet}>{t('people.you')}</span> : null}
          <br />
          <span className={classes.quiet}>{facts.join(' · ')}</span>
        </span>
      </span>
      <span className={classes.row}>
        <CapacityField key={operator.capacity} operator={operator} />
        <Select aria-label={t('people.roleOf', { name: operator.name })} w={170} disabled={isFixed || change.isPending} value={operator.role} allowDeselect={false} data={offered.map(({ value, label }) => ({ value, label }))} onChange={(role) => role && role !== operator.role && change.mutate({ role })} />
        {isMe || operator.disabled ? null : (
          <Button variant="default" aria-label={tRoles('viewAsOf', { name: operator.name })} loading={look.isPending} onClick={() => look.mutate({ operator_id: operator.id })}>
            {tRoles('viewAs')}
          </Button>
        )}
        {operator.disabled ? null : (
          <Button variant="default" aria-label={tRoles('places.openOf', { name: operator.name })} onClick={() => setLooking(true)}>
            {tRoles('places.open')}
          </Button>
        )}
        {isFixed ? null : operator.disabled ? (
          <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ disabled: false })}>
            {t('people.enable')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => setAsked(true)}>
            {t('people.disable')}
          </Button>
        )}
      </span>
      <Suspense fallback={null}>{looking ? <PlacesDialog operator={operator} mayEnd={operator.role !== 'owner' || mayTouchOwners} onClose={() => setLooking(false)} /> : null}</Suspense>
      <ConfirmDialog opened={asked} title={t('people.disableTitle', { name: operator.name })} confirm={t('people.disable')} cancel={t('cancel')} danger busy={change.isPending} onConfirm={() => change.mutate({ disabled: true })} onClose={() => setAsked(false)}>
        {t('people.disableText')}
      </ConfirmDialog>
    </li>
  );
}
