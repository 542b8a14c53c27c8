import { Button, Select, TextInput } from '@mantine/core';
import type { Role } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { usePermission } from '~/shared/session';
import { useDeed, useIdempotency } from '../asking';
import { CopyField } from '../copy-field';
import classes from '../parts.module.css';
import type { CreatedToken } from '../wire';

const roles: Role[] = ['operator', 'supervisor', 'admin', 'owner'];

export function NewToken() {
  const { t } = useTranslation('admin');
  const mayGiveOwner = usePermission('owners.manage');
  const sameKey = useIdempotency();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const create = useDeed({ quiet: true, stale: [['api-tokens']], run: () => server.post<CreatedToken>('/api-tokens', { name, role }, sameKey({ name, role })), onDone: () => setName('') });
  const errorOf = fieldErrors(create.error);
  return (
    <div className={classes.stack}>
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(undefined);
        }}
      >
        <TextInput label={t('tokens.name')} description={t('tokens.nameHint')} required withAsterisk={false} maxLength={100} value={name} error={errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} />
        <Select label={t('tokens.role')} description={t(`roleHints.${role}`)} value={role} data={roles.filter((one) => one !== 'owner' || mayGiveOwner).map((value) => ({ value, label: t(`roles.${value}`) }))} error={errorOf('role')} onChange={(value) => value && setRole(value)} />
        <p className={classes.error} role="alert">
          {create.isError && !isAboutFields(create.error) ? problemText(create.error) : null}
        </p>
        <div>
          <Button type="submit" loading={create.isPending}>
            {t('tokens.create')}
          </Button>
        </div>
      </form>
      <div aria-live="polite">{create.data ? <CopyField label={t('tokens.made', { name: create.data.name })} hint={t('tokens.madeHint')} value={create.data.token} /> : null}</div>
    </div>
  );
}
