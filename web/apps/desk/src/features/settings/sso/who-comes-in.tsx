import { Button, Select, TagsInput, TextInput } from '@mantine/core';
import { IconAction, Section } from '@otklik/ui';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useOfferedRoles } from '../roles/wire';
import type { InvitedRole } from '../wire';
import classes from './sso.module.css';
import type { GroupRole, ProviderForm } from './wire';

interface WhoComesInProps {
  form: ProviderForm;
  put: (part: Partial<ProviderForm>) => void;
  errorOf: (name: string) => string | undefined;
}

const NOBODY = 'nobody';

/** Whose address counts, what becomes of newcomers, and which group gets which role. */
export function WhoComesIn({ form, put, errorOf }: WhoComesInProps) {
  const { t } = useTranslation('sso');
  const roles = useOfferedRoles().filter((one) => one.value !== 'owner');
  const newcomers = [{ value: NOBODY, label: t('nobody') }, ...roles.map(({ value, label }) => ({ value, label: t('newcomersAs', { role: label }) }))];
  const change = (place: number, part: Partial<GroupRole>) => put({ group_roles: form.group_roles.map((one, index) => (index === place ? { ...one, ...part } : one)) });
  return (
    <>
      <Section title={t('who')}>
        <TagsInput label={t('domains')} description={t('domainsHint')} placeholder={form.domains.length === 0 ? t('domainsPlaceholder') : undefined} maxTags={50} splitChars={[',', ' ', ';']} value={form.domains} error={errorOf('domains')} onChange={(domains) => put({ domains })} acceptValueOnBlur />
        <Select label={t('newcomers')} description={t('newcomersHint')} allowDeselect={false} value={form.newcomer_role ?? NOBODY} data={newcomers} error={errorOf('newcomer_role')} onChange={(role) => put({ newcomer_role: role === NOBODY || role === null ? null : (role as InvitedRole) })} />
      </Section>
      <Section title={t('groups')} hint={t('groupsHint')}>
        <TextInput label={t('claim')} description={t('claimHint')} maxLength={100} value={form.groups_claim} error={errorOf('groups_claim')} onChange={(event) => put({ groups_claim: event.currentTarget.value })} />
        {form.group_roles.map((one, place) => (
          <div key={place} className={classes.rule}>
            <TextInput aria-label={t('group')} placeholder={t('group')} maxLength={200} value={one.group} onChange={(event) => change(place, { group: event.currentTarget.value })} />
            <Select aria-label={t('role')} allowDeselect={false} value={one.role} data={roles.map(({ value, label }) => ({ value, label }))} onChange={(role) => role && change(place, { role: role as InvitedRole })} />
            <IconAction label={t('removeGroup', { group: one.group })} icon={IconTrash} onClick={() => put({ group_roles: form.group_roles.filter((_, index) => index !== place) })} />
          </div>
        ))}
        <p className={classes.error} role="alert">
          {errorOf('group_roles')}
        </p>
        {form.group_roles.length < 50 ? (
          <div>
            <Button variant="default" onClick={() => put({ group_roles: [...form.group_roles, { group: '', role: 'operator' }] })}>
              {t('addGroup')}
            </Button>
          </div>
        ) : null}
      </Section>
    </>
  );
}
