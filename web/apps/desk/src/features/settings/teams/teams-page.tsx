import { Button, TextInput } from '@mantine/core';
import type { Team } from '@otklik/api';
import { EmptyState, PageHeader, Section } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, useIdempotency, usePages } from '../asking';
import { Paged } from '../paged';
import classes from '../parts.module.css';
import { TeamRow } from './team-row';

export default function TeamsPage() {
  const { t } = useTranslation('admin');
  const teams = usePages<Team>([...keys.teams, 'settings'], '/teams', { limit: '100' });
  return (
    <>
      <PageHeader title={t('teams.title')} hint={t('teams.hint')} />
      <Paged query={teams} empty={<EmptyState drawing="talk" title={t('teams.empty')} hint={t('teams.emptyHint')} />}>
        {(all) => (
          <ul className={classes.list}>
            {all.map((team) => (
              <TeamRow key={team.id} team={team} />
            ))}
          </ul>
        )}
      </Paged>
      <div style={{ height: 24 }} />
      <Section title={t('teams.new')}>
        <NewTeam />
      </Section>
    </>
  );
}

function NewTeam() {
  const { t } = useTranslation('admin');
  const sameKey = useIdempotency();
  const [name, setName] = useState('');
  const create = useDeed({ quiet: true, stale: [keys.teams], run: () => server.post<Team>('/teams', { name }, sameKey({ name })), onDone: () => setName('') });
  const error = create.isError ? (fieldErrors(create.error)('name') ?? problemText(create.error)) : undefined;
  return (
    <form
      className={classes.copy}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(undefined);
      }}
    >
      <TextInput label={t('teams.name')} required withAsterisk={false} maxLength={100} value={name} error={error} onChange={(event) => setName(event.currentTarget.value)} />
      <Button type="submit" loading={create.isPending}>
        {t('teams.create')}
      </Button>
    </form>
  );
}
