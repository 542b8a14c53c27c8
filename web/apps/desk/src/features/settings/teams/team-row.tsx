import { Button, MultiSelect, TextInput } from '@mantine/core';
import type { Team } from '@otklik/api';
import { ConfirmDialog } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperators } from '~/shared/colleagues';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';

export function TeamRow({ team }: { team: Team }) {
  const { t } = useTranslation('admin');
  const operators = useOperators();
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const [name, setName] = useState(team.name);
  const [members, setMembers] = useState(team.member_ids.map(String));
  const stale = [keys.teams, keys.operators];
  const save = useDeed({ quiet: true, stale, run: () => server.patch<Team>(`/teams/${team.id}`, { name, member_ids: members.map(Number) }), onDone: () => setOpen(false) });
  const remove = useDeed({ stale, run: () => server.delete(`/teams/${team.id}`), onDone: () => setAsked(false) });
  const nameOf = (id: number) => operators.find((one) => one.id === id)?.name ?? `№ ${id}`;
  if (open) {
    return (
      <li>
        <form
          className={classes.stack}
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(undefined);
          }}
        >
          <TextInput label={t('teams.name')} required maxLength={100} value={name} error={save.isError ? (fieldErrors(save.error)('name') ?? problemText(save.error)) : undefined} onChange={(event) => setName(event.currentTarget.value)} />
          <MultiSelect label={t('teams.members')} searchable value={members} data={operators.filter((one) => !one.disabled || team.member_ids.includes(one.id)).map((one) => ({ value: String(one.id), label: one.name }))} onChange={setMembers} />
          <div className={classes.row}>
            <Button type="submit" loading={save.isPending}>
              {t('save')}
            </Button>
            <Button variant="default" onClick={() => setOpen(false)}>
              {t('back')}
            </Button>
          </div>
        </form>
      </li>
    );
  }
  return (
    <li className={classes.spread}>
      <span>
        <span className={classes.name}>{team.name}</span>
        <br />
        <span className={classes.quiet}>{team.member_ids.length > 0 ? team.member_ids.map(nameOf).join(', ') : t('teams.nobody')}</span>
      </span>
      <span className={classes.row}>
        <Button variant="default" aria-label={t('teams.changeOf', { name: team.name })} onClick={() => setOpen(true)}>
          {t('change')}
        </Button>
        <Button variant="default" aria-label={t('teams.deleteOf', { name: team.name })} onClick={() => setAsked(true)}>
          {t('teams.delete')}
        </Button>
      </span>
      <ConfirmDialog opened={asked} title={t('teams.deleteTitle', { name: team.name })} confirm={t('teams.delete')} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(undefined)} onClose={() => setAsked(false)}>
        {t('teams.deleteText')}
      </ConfirmDialog>
    </li>
  );
}
