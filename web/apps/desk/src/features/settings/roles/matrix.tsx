import { Menu } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconCheck, IconDots, IconMinus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBeginViewing } from '~/shared/viewing';
import { groupRights, useRightName } from './rights';
import classes from './roles.module.css';
import { useRoleName, type RoleRights, type Roles } from './wire';

const DeleteRole = lazy(() => import('./delete-role'));

/** Roles across, rights down. */
export function Matrix({ roles }: { roles: Roles }) {
  const { t } = useTranslation('roles');
  const right = useRightName();
  const [leaving, setLeaving] = useState<RoleRights | null>(null);
  const groups = groupRights(roles.items.flatMap(({ permissions }) => permissions));
  return (
    <div className={classes.frame} data-wide tabIndex={0} role="region" aria-label={t('title')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('right')}</th>
            {roles.items.map((role) => (
              <RoleHead key={role.role} role={role} onDelete={() => setLeaving(role)} />
            ))}
          </tr>
        </thead>
        {groups.map(({ group, rights }) => (
          <tbody key={group}>
            <tr>
              <th scope="rowgroup" colSpan={roles.items.length + 1} className={classes.group}>
                <span className={classes.groupText}>{t(`groups.${group}`, { defaultValue: group })}</span>
              </th>
            </tr>
            {rights.map((one) => (
              <tr key={one}>
                <th scope="row">{right(one)}</th>
                {roles.items.map(({ role, permissions }) => (
                  <td key={role}>
                    <Mark held={permissions.includes(one)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      <Suspense fallback={null}>{leaving ? <DeleteRole role={leaving} roles={roles} onClose={() => setLeaving(null)} /> : null}</Suspense>
    </div>
  );
}

function RoleHead({ role, onDelete }: { role: RoleRights; onDelete: () => void }) {
  const { t } = useTranslation('roles');
  const navigate = useNavigate();
  const name = useRoleName()(role.role, role.name);
  const open = (item: string) => void navigate({ to: '/settings/$section/$item', params: { section: 'roles', item } });
  const look = useBeginViewing(() => void navigate({ to: '/' }));
  const mine = role.version !== null;
  return (
    <th scope="col" className={classes.role}>
      <span className={classes.roleName} title={role.description || undefined}>
        {name}
      </span>
      <span className={classes.count}>{t('operators', { count: role.operators })}</span>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <IconAction label={t('menuOf', { name })} icon={IconDots} />
        </Menu.Target>
        <Menu.Dropdown>
          {!mine || role.editable ? <Menu.Item onClick={() => open(role.role)}>{t(mine ? 'edit' : 'given.open')}</Menu.Item> : null}
          <Menu.Item onClick={() => look.mutate({ role: role.role })}>{t('viewAs')}</Menu.Item>
          <Menu.Item onClick={() => open(`copy:${role.role}`)}>{t('copy')}</Menu.Item>
          {mine && role.editable && !role.own ? (
            <Menu.Item color="red" onClick={onDelete}>
              {t('delete')}
            </Menu.Item>
          ) : null}
          {mine ? null : <Menu.Label>{t('builtIn')}</Menu.Label>}
        </Menu.Dropdown>
      </Menu>
    </th>
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
