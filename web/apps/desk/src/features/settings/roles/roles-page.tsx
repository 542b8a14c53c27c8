import type { Role } from '@otklik/api';
import { PageHeader } from '@otklik/ui';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { Loaded } from '../loaded';
import { groupRights } from './rights';
import classes from './roles.module.css';

interface RoleRights {
  role: Role;
  permissions: string[];
  operators: number;
}

/** Which role may do what, as the server enforces it. */
export default function RolesPage() {
  const { t } = useTranslation('roles');
  const roles = useQuery({ queryKey: keys.roles, queryFn: async () => (await server.get<{ items: RoleRights[] }>('/roles')).items, staleTime: 60_000 });
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} />
      <Loaded query={roles}>{(all) => <Matrix roles={all} />}</Loaded>
    </>
  );
}

function Matrix({ roles }: { roles: RoleRights[] }) {
  const { t } = useTranslation(['roles', 'admin']);
  const groups = groupRights(roles.flatMap(({ permissions }) => permissions));
  return (
    <div className={classes.frame} tabIndex={0} role="region" aria-label={t('roles:title')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('roles:right')}</th>
            {roles.map(({ role, operators }) => (
              <th key={role} scope="col" className={classes.role}>
                {t(`admin:roles.${role}`)}
                <span className={classes.count}>{t('roles:operators', { count: operators })}</span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ group, rights }) => (
          <tbody key={group}>
            <tr>
              <th scope="rowgroup" colSpan={roles.length + 1} className={classes.group}>
                {t(`roles:groups.${group}`, { defaultValue: group })}
              </th>
            </tr>
            {rights.map((right) => (
              <tr key={right}>
                <th scope="row">{t(`roles:rights.${right.replace('.', '_')}` as 'roles:right', { defaultValue: right })}</th>
                {roles.map(({ role, permissions }) => (
                  <td key={role}>
                    <Mark held={permissions.includes(right)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Mark({ held }: { held: boolean }) {
  const { t } = useTranslation('roles');
  const Shape = held ? IconCheck : IconMinus;
  return (
    <>
      <Shape className={held ? classes.yes : classes.no} size={17} stroke={2} aria-hidden="true" />
      <span className="visually-hidden">{t(held ? 'may' : 'mayNot')}</span>
    </>
  );
}
