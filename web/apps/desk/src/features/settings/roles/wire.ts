import type { Role } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';

export interface RoleRights {
  role: Role;
  /** Empty for the built-in ones. */
  name: string;
  description: string;
  permissions: string[];
  /** Blocks of the customer's card its people do not see. */
  hidden_blocks: string[];
  operators: number;
  disabled: number;
  invitations: number;
  tokens: number;
  /** Null for the built-in ones, which stay as they are. */
  version: number | null;
  changed_at: string | null;
  changed_by: string;
  /** I hold all of its rights. */
  editable: boolean;
  /** It is my own role. */
  own: boolean;
}

export interface Roles {
  items: RoleRights[];
  /** What each right needs, directly. */
  needs: Record<string, string[]>;
  limit: number;
}

export const rolesQuery = { queryKey: keys.roles, queryFn: () => server.get<Roles>('/roles'), staleTime: 60_000 } as const;

/** What a role is called: the company's own by its name, a built-in one in the reader's language. */
export function useRoleName(): (role: Role, name?: string | null) => string {
  const { t } = useTranslation(['admin', 'roles']);
  return (role, name) => (isOwn(role) ? (name ?? t('roles:unnamed')) : t(`admin:roles.${role as 'owner'}`));
}

export function isOwn(role: Role): boolean {
  return role.startsWith('custom:');
}

export interface OfferedRole {
  value: Role;
  label: string;
  hint: string;
}

const builtIn = ['operator', 'supervisor', 'admin', 'owner'] as const;

/** The roles I may give, the weakest of the built-in ones first, then the company's own. */
export function useOfferedRoles(): OfferedRole[] {
  const { t } = useTranslation('admin');
  const nameOf = useRoleName();
  const { permissions } = useSession();
  const { data } = useQuery({ ...rolesQuery, enabled: permissions.includes('operators.manage') });
  const own = (data?.items ?? []).filter((one) => one.version !== null && one.editable).map((one) => ({ value: one.role, label: nameOf(one.role, one.name), hint: one.description }));
  const known = new Map(data?.items.map((one) => [one.role, one.permissions]));
  const mine = builtIn.filter((role) => (known.get(role) ?? (role === 'owner' ? ['owners.manage'] : [])).every((right) => permissions.includes(right)));
  return [...mine.map((role) => ({ value: role, label: nameOf(role), hint: t(`roleHints.${role}`) })), ...own];
}
