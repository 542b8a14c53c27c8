import { Button, Switch, TextInput } from '@mantine/core';
import type { ClosingReason, Session } from '@otklik/api';
import { EmptyState, PageHeader, Section } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { NAME_MAX, reasonsQuery } from '~/shared/labels';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { useDeed, useIdempotency, usePutWorkspace } from '../asking';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { SettingNote } from '../setting-note';
import { ReasonRow } from './reason-row';

export default function ReasonsPage() {
  const { t } = useTranslation('admin');
  const reasons = useQuery(reasonsQuery);
  return (
    <>
      <PageHeader title={t('reasons.title')} hint={t('reasons.hint')} />
      <Required />
      <div style={{ height: 16 }} />
      <Loaded query={reasons}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState drawing="done" title={t('reasons.empty')} hint={t('reasons.emptyHint')} />
          ) : (
            <ul className={classes.list}>
              {all.map((reason, place) => (
                <ReasonRow key={reason.id} reason={reason} place={place} last={all.length - 1} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <div style={{ height: 24 }} />
      <Section title={t('reasons.new')}>
        <NewReason />
      </Section>
    </>
  );
}

function Required() {
  const { t } = useTranslation('admin');
  const { workspace } = useSession();
  const put = usePutWorkspace();
  const save = useDeed({ stale: [['workspace']], run: (required: boolean) => server.patch<Session['workspace']>('/workspace', { reason_required: required }), onDone: put });
  return (
    <div className={classes.stack}>
      <Switch label={t('reasons.required')} description={t('reasons.requiredHint')} checked={workspace.reason_required} disabled={save.isPending} onChange={(event) => save.mutate(event.currentTarget.checked)} />
      <SettingNote of="reason_required" />
    </div>
  );
}

function NewReason() {
  const { t } = useTranslation('admin');
  const sameKey = useIdempotency();
  const [name, setName] = useState('');
  const create = useDeed({ quiet: true, stale: [keys.reasons], run: () => server.post<ClosingReason>('/closing-reasons', { name }, sameKey({ name })), onDone: () => setName('') });
  const error = create.isError ? (fieldErrors(create.error)('name') ?? problemText(create.error)) : undefined;
  return (
    <form
      className={classes.copy}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(undefined);
      }}
    >
      <TextInput label={t('reasons.name')} required withAsterisk={false} maxLength={NAME_MAX} value={name} error={error} onChange={(event) => setName(event.currentTarget.value)} />
      <Button type="submit" loading={create.isPending}>
        {t('reasons.create')}
      </Button>
    </form>
  );
}
