import { Button, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { asProblem } from '@otklik/api';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import { EditorForm } from '../editor-form';
import classes from '../parts.module.css';
import { HiddenBlocks } from './hidden-blocks';
import { RoleNews } from './role-news';
import { TickTable } from './tick-table';
import { layTogether, type RoleDraft } from './ticking';
import { type RoleRights, type Roles } from './wire';

interface RoleEditorProps {
  all: Roles;
  /** Absent for a new one. */
  role?: RoleRights | undefined;
  /** The address names a role that is not there, or not any more. */
  lost?: boolean;
  start: RoleDraft;
  onDone: () => void;
}

/** One role: its name, what it is for, its rights, what it leaves out of the customer's card. What is typed stays, whatever a colleague does meanwhile. */
export function RoleEditor({ all, role, lost = false, start, onDone }: RoleEditorProps) {
  const { t } = useTranslation('roles');
  const client = useQueryClient();
  const sameKey = useIdempotency();
  const [draft, setDraft] = useState<RoleDraft>(start);
  const [base, setBase] = useState(role);
  const isNew = base === undefined;
  const body = { name: draft.name, description: draft.description, permissions: draft.permissions, hidden_blocks: draft.hidden_blocks };
  const save = useDeed({
    quiet: true,
    stale: [keys.roles],
    run: async () => {
      try {
        await (isNew || lost ? server.post('/roles', body, sameKey(body)) : server.patch(`/roles/${base.role}`, { ...body, expected_version: base.version }));
      } catch (error) {
        if (['role_changed', 'role_not_found'].includes(asProblem(error).code)) await client.invalidateQueries({ queryKey: keys.roles });
        throw error;
      }
    },
    onDone: () => {
      notifications.show({ message: t('saved') });
      onDone();
    },
  });
  const problem = save.error ? asProblem(save.error) : null;
  const errorOf = fieldErrors(save.error);
  const moved = !isNew && !lost && role !== undefined && role.version !== base.version;
  const accept = (mine: RoleDraft) => {
    setDraft(mine);
    setBase(role);
    save.reset();
  };
  return (
    <EditorForm title={isNew ? t('new') : base.name} back={t('back')} onBack={onDone} onSave={() => save.mutate(undefined)}>
      {lost ? <p role="alert" className={classes.error}>{t('lost')}</p> : null}
      {moved ? <RoleNews base={base} theirs={role} onJoin={() => accept(layTogether(base, draft, role, all.needs))} onMine={() => accept(draft)} onTheirs={() => accept(role)} /> : null}
      <TextInput label={t('name')} required withAsterisk={false} maxLength={60} value={draft.name} error={errorOf('name')} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })} />
      <Textarea label={t('description')} description={t('descriptionHint')} autosize minRows={2} maxRows={5} maxLength={300} value={draft.description} error={errorOf('description')} onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })} />
      <TickTable all={all} held={draft.permissions} fixed={base?.own ?? false} onChange={(permissions) => setDraft({ ...draft, permissions })} />
      <HiddenBlocks hidden={draft.hidden_blocks} onChange={(hidden_blocks) => setDraft({ ...draft, hidden_blocks })} />
      <p className={classes.error} role="alert">
        {problem && !isAboutFields(save.error) && !moved ? problemText(save.error) : null}
      </p>
      <div className={classes.row}>
        <Button type="submit" loading={save.isPending} disabled={!draft.name.trim() || moved}>
          {t(lost ? 'createAgain' : isNew ? 'create' : 'save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('cancel')}
        </Button>
      </div>
    </EditorForm>
  );
}
