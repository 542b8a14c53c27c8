/** Providers of sign-in as the API shows and takes them. */
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import type { InvitedRole } from '../wire';

export interface GroupRole {
  group: string;
  role: InvitedRole;
}

/** What the form holds; a secret that is empty stays as it was. */
export interface ProviderForm {
  name: string;
  issuer: string;
  client_id: string;
  client_secret: string;
  scopes: string;
  domains: string[];
  newcomer_role: InvitedRole | null;
  groups_claim: string;
  group_roles: GroupRole[];
  trusts_factor: boolean;
  signs_out: boolean;
  enabled: boolean;
}

export interface Provider extends Omit<ProviderForm, 'client_secret'> {
  id: number;
  slug: string;
  has_secret: boolean;
  version: number;
  people: number;
}

export interface Providers {
  items: Provider[];
  callback_url: string;
  password_closed: boolean;
  /** I may change them. */
  editable: boolean;
  limit: number;
}

export type CheckState = 'ok' | 'warn' | 'fail' | 'unknown';

export interface ProviderCheck {
  name: string;
  state: CheckState;
  detail: string;
}

export const providersQuery = { queryKey: keys.providers, queryFn: () => server.get<Providers>('/sso/providers') } as const;

export const EMPTY: ProviderForm = { name: '', issuer: '', client_id: '', client_secret: '', scopes: 'openid email profile', domains: [], newcomer_role: null, groups_claim: '', group_roles: [], trusts_factor: false, signs_out: false, enabled: true };

/** The form of a provider that is there. */
export function formOf(provider: Provider): ProviderForm {
  return { ...EMPTY, ...Object.fromEntries(Object.keys(EMPTY).filter((name) => name in provider).map((name) => [name, provider[name as keyof Provider]])), client_secret: '' };
}

/** What is sent: lines without a group are left out, and so is a secret that was not typed. */
export function bodyOf({ client_secret: secret, ...form }: ProviderForm): Record<string, unknown> {
  return { ...form, group_roles: form.group_roles.filter((one) => one.group.trim() !== ''), ...(secret !== '' && { client_secret: secret }) };
}
