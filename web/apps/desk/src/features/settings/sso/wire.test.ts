import { expect, test } from 'vitest';
import { bodyOf, EMPTY, formOf, type Provider } from './wire';

const provider: Provider = { id: 7, slug: 'x', name: 'Вход', issuer: 'https://id.test', client_id: 'desk', has_secret: true, scopes: 'openid', domains: ['a.test'], newcomer_role: 'operator', groups_claim: 'groups', group_roles: [{ group: 'leads', role: 'supervisor' }], trusts_factor: false, signs_out: true, enabled: true, version: 3, people: 2 };

test('the form holds what can be changed and never a secret', () => {
  const form = formOf(provider);
  expect(Object.keys(form).sort()).toEqual(Object.keys(EMPTY).sort());
  expect([form.name, form.client_secret, form.signs_out]).toEqual(['Вход', '', true]);
});

test('a secret that was not typed is not sent, and lines without a group are left out', () => {
  const form = { ...formOf(provider), group_roles: [{ group: 'leads', role: 'supervisor' as const }, { group: '  ', role: 'operator' as const }] };
  expect(bodyOf(form)).not.toHaveProperty('client_secret');
  expect(bodyOf(form)['group_roles']).toEqual([{ group: 'leads', role: 'supervisor' }]);
  expect(bodyOf({ ...form, client_secret: 'new' })['client_secret']).toBe('new');
});
