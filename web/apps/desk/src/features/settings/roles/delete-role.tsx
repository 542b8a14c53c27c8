import { Select } from '@mantine/core';
import { asProblem, type Role } from '@otklik/api';
import { ConfirmDialog } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import { useOfferedRoles, type RoleRights, type Roles } from './wire';

/** Deletes a role; who has it gets another one in the same step. */
export default function DeleteRole({ role, roles, onClose }: { role: RoleRights; roles: Roles; onClose: () => void }) {
  const { t } = useTranslation('roles');
  const offered = useOfferedRoles().filter((one) => one.value !== role.role && one.value !== 'owner');
  const [target, setTarget] = useState<Role>('operator');
  const now = roles.items.find((one) => one.role === role.role) ?? role;
  const remove = useDeed({
    quiet: true,
    stale: [keys.roles, keys.operators, ['invitations'], ['api-tokens']],
    run: (moveTo: Role | null) => server.delete(moveTo ? `/roles/${role.role}?move_to=${encodeURIComponent(moveTo)}` : `/roles/${role.role}`),
    onDone: onClose,
  });
  const refused = remove.error ? asProblem(remove.error) : null;
  const people = now.operators + now.disabled;
  const used = people + now.invitations + now.tokens > 0 || refused?.code === 'role_in_use';
  const parts = [people > 0 && t('operators', { count: people }), now.invitations > 0 && t('invitations', { count: now.invitations }), now.tokens > 0 && t('tokens', { count: now.tokens })].filter(Boolean);
  return (
    <ConfirmDialog opened title={t('deleteTitle', { name: role.name })} confirm={t('delete')} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(used ? target : null)} onClose={onClose}>
      <div className={classes.stack}>
        <p className={classes.lead}>{used ? t('deleteUsed', { who: parts.join(', ') }) : t('deleteText')}</p>
        {used ? <Select label={t('moveTo')} description={t('moveHint')} allowDeselect={false} value={target} data={offered} onChange={(value) => value && setTarget(value)} /> : null}
        <p className={classes.error} role="alert">
          {refused && refused.code !== 'role_in_use' ? problemText(remove.error) : null}
        </p>
      </div>
    </ConfirmDialog>
  );
}
