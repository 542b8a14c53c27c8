import { Button } from '@mantine/core';
import { PageHeader } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../loaded';
import { BuiltInRole } from './built-in-role';
import { Matrix } from './matrix';
import { RoleEditor } from './role-editor';
import { rolesQuery, useRoleName, type Roles } from './wire';

const COPY = 'copy:';
const EMPTY = { name: '', description: '', permissions: [], hidden_blocks: [] };

/** Which role may do what, as the server enforces it; one role to be changed, or a new one, by the address. */
export default function RolesPage() {
  const { item } = useParams({ strict: false });
  const roles = useQuery(rolesQuery);
  return <Loaded query={roles}>{(all) => (item === undefined ? <AllRoles all={all} /> : <OneRole key={item} all={all} item={item} />)}</Loaded>;
}

const isFull = (all: Roles) => all.items.filter((one) => one.version !== null).length >= all.limit;

function AllRoles({ all }: { all: Roles }) {
  const { t } = useTranslation('roles');
  const navigate = useNavigate();
  const add = () => void navigate({ to: '/settings/$section/$item', params: { section: 'roles', item: 'new' } });
  const full = isFull(all);
  return (
    <>
      <PageHeader
        title={t('title')}
        hint={full ? t('full', { count: all.limit }) : t('hint')}
        actions={
          <Button disabled={full} onClick={add}>
            {t('add')}
          </Button>
        }
      />
      <Matrix roles={all} />
    </>
  );
}

function OneRole({ all, item }: { all: Roles; item: string }) {
  const { t } = useTranslation('roles');
  const navigate = useNavigate();
  const nameOf = useRoleName();
  const back = () => void navigate({ to: '/settings/$section', params: { section: 'roles' } });
  const wanted = item.startsWith(COPY) ? item.slice(COPY.length) : item;
  const role = all.items.find((one) => one.role === wanted);
  if (item === 'new') return <RoleEditor all={all} start={EMPTY} onDone={back} />;
  if (role && item.startsWith(COPY)) return <RoleEditor all={all} start={{ name: t('copyName', { name: nameOf(role.role, role.name) }).slice(0, 60), description: role.description, permissions: role.permissions, hidden_blocks: role.hidden_blocks }} onDone={back} />;
  if (role?.version === null) return <BuiltInRole role={role} full={isFull(all)} onBack={back} />;
  return <RoleEditor all={all} role={role} lost={role?.version == null} start={role ?? EMPTY} onDone={back} />;
}
