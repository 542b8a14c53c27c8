import { Button } from '@mantine/core';
import type { BreakReason } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import classes from '../parts.module.css';
import { emptyReason, ReasonFields, type ReasonForm } from './reason-fields';

export function NewReason() {
  const { t } = useTranslation('admin');
  const sameKey = useIdempotency();
  const [form, setForm] = useState<ReasonForm>(emptyReason);
  const create = useDeed({ quiet: true, stale: [keys.breakReasons], run: () => server.post<BreakReason>('/break-reasons', form, sameKey(form)), onDone: () => setForm(emptyReason) });
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(undefined);
      }}
    >
      <ReasonFields form={form} error={create.error} onChange={setForm} />
      <div>
        <Button type="submit" variant="default" loading={create.isPending} disabled={form.name.trim() === ''}>
          {t('presence.add')}
        </Button>
      </div>
    </form>
  );
}
