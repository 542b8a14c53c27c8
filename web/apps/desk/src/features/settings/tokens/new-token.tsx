import { Button, Select, TextInput } from '@mantine/core';
import type { Role } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import { CopyField } from '../copy-field';
import classes from '../parts.module.css';
import { useOfferedRoles } from '../roles/wire';
import type { CreatedToken } from '../wire';

export function NewToken() {
  const { t } = useTranslation('admin');
  const roles = useOfferedRoles();
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
        <Select label={t('tokens.role')} description={roles.find((one) => one.value === role)?.hint} allowDeselect={false} value={role} data={roles.map(({ value, label }) => ({ value, label }))} error={errorOf('role')} onChange={(value) => value && setRole(value)} />
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
