import { MultiSelect, Select } from '@mantine/core';
import type { Team } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperators } from '~/shared/colleagues';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { EditableRow, RowForm } from '../editable-row';
import classes from '../parts.module.css';

const stale = [keys.teams, keys.operators];
const NAME_MAX = 100;

export function TeamRow({ team }: { team: Team }) {
  const { t } = useTranslation('admin');
  const operators = useOperators();
  const nameOf = (id: number) => operators.find((one) => one.id === id)?.name ?? `№ ${id}`;
  return (
    <EditableRow words="teams" name={team.name} path={`/teams/${team.id}`} stale={stale} form={(onDone) => <TeamForm team={team} onDone={onDone} />}>
      <span>
        <span className={classes.name}>{team.name}</span>
        <br />
        <span className={classes.quiet}>{team.member_ids.length > 0 ? team.member_ids.map(nameOf).join(', ') : t('teams.nobody')}</span>
      </span>
    </EditableRow>
  );
}

type Rule = (typeof rules)[number];
const rules = ['company', 'yes', 'no'] as const;
const ruleOf = ({ topic_required: required }: Team): Rule => (required === null ? 'company' : required ? 'yes' : 'no');

function TeamForm({ team, onDone }: { team: Team; onDone: () => void }) {
  const { t } = useTranslation('admin');
  const operators = useOperators();
  const [members, setMembers] = useState(team.member_ids.map(String));
  const [rule, setRule] = useState(ruleOf(team));
  const offered = operators.filter((one) => !one.disabled || team.member_ids.includes(one.id)).map((one) => ({ value: String(one.id), label: one.name }));
  return (
    <RowForm label={t('teams.name')} maxLength={NAME_MAX} first={team.name} save={(name) => server.patch<Team>(`/teams/${team.id}`, { name, member_ids: members.map(Number), topic_required: rule === 'company' ? null : rule === 'yes' })} stale={stale} onDone={onDone}>
      <MultiSelect label={t('teams.members')} searchable value={members} data={offered} onChange={setMembers} />
      <Select label={t('teams.topic')} allowDeselect={false} value={rule} data={rules.map((value) => ({ value, label: t(`teams.topicRules.${value}`) }))} onChange={(value) => value && setRule(value)} />
    </RowForm>
  );
}
