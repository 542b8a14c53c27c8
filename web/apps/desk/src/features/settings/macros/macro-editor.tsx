import { Button, Menu, Select, TextInput } from '@mantine/core';
import { uuid7, type Macro, type MacroAction, type MacroScope } from '@otklik/api';
import { ConfirmDialog } from '@otklik/ui';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeams } from '~/shared/colleagues';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { MACRO_ACTIONS_MAX, MACRO_NAME_MAX } from '~/shared/macros';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { usePermission } from '~/shared/session';
import { useDeed, useIdempotency } from '../asking';
import { EditorForm } from '../editor-form';
import classes from '../parts.module.css';
import { ActionRow } from './action-row';
import { freshAction, isComplete, mayAdd, VERBS } from './actions';

interface Line {
  key: string;
  action: MacroAction;
}

const lineOf = (action: MacroAction): Line => ({ key: uuid7(), action });

export function MacroEditor({ macro, onDone }: { macro?: Macro; onDone: () => void }) {
  const { t } = useTranslation('macros');
  const sameKey = useIdempotency();
  const [name, setName] = useState(macro?.name ?? '');
  const [scope, setScope] = useState<MacroScope>(macro?.scope ?? 'personal');
  const [team, setTeam] = useState(macro?.team_id ?? null);
  const [lines, setLines] = useState<Line[]>(() => (macro?.actions ?? []).map(lineOf));
  const [asked, setAsked] = useState(false);
  const actions = lines.map((line) => line.action);
  const body = { name, scope, team_id: scope === 'team' ? team : null, actions };
  const save = useDeed({
    quiet: true,
    stale: [keys.macros],
    run: () => (macro ? server.patch<Macro>(`/macros/${macro.id}`, { ...body, expected_version: macro.version }) : server.post<Macro>('/macros', body, sameKey(body))),
    onDone,
  });
  const remove = useDeed({ stale: [keys.macros], run: () => server.delete(`/macros/${macro?.id ?? 0}`), onDone });
  const errorOf = save.isError ? fieldErrors(save.error) : () => undefined;
  const editable = macro?.editable ?? true;
  const put = (key: string, action: MacroAction) => setLines((all) => all.map((line) => (line.key === key ? { key, action } : line)));
  const move = (place: number, by: number) =>
    setLines((all) => {
      const next = [...all];
      const [line] = next.splice(place, 1);
      if (line) next.splice(place + by, 0, line);
      return next;
    });
  return (
    <EditorForm title={macro ? macro.name : t('editor.new')} back={t('editor.back')} onBack={onDone} onSave={() => save.mutate(undefined)}>
      {editable ? null : <p className={classes.quiet}>{t('editor.readOnly')}</p>}
      <TextInput label={t('editor.name')} required withAsterisk={false} maxLength={MACRO_NAME_MAX} readOnly={!editable} value={name} error={errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} />
      <Sharing scope={scope} team={team} disabled={!editable} error={errorOf('team_id')} onScope={setScope} onTeam={setTeam} />
      <h2 className={classes.folder}>{t('steps')}</h2>
      <ol className={classes.list}>
        {lines.map((line, place) => (
          <li key={line.key}>
            <ActionRow action={line.action} place={place} last={lines.length - 1} readOnly={!editable} onChange={(action) => put(line.key, action)} onMove={(by) => move(place, by)} onRemove={() => setLines((all) => all.filter((one) => one !== line))} />
          </li>
        ))}
      </ol>
      <p className={classes.error} role="alert">
        {save.isError ? (errorOf('actions') ?? problemText(save.error)) : ''}
      </p>
      {editable ? (
        <>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button variant="default" style={{ alignSelf: 'flex-start' }} leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />} disabled={lines.length >= MACRO_ACTIONS_MAX}>
                {t('editor.add')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {VERBS.filter((verb) => mayAdd(verb, actions)).map((verb) => (
                <Menu.Item key={verb} onClick={() => setLines((all) => [...all, lineOf(freshAction(verb))])}>
                  {t(`verbs.${verb}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <div className={classes.spread}>
            <span className={classes.row}>
              <Button type="submit" loading={save.isPending} disabled={!name.trim() || actions.length === 0 || !actions.every(isComplete) || (scope === 'team' && team === null)}>
                {t('editor.save')}
              </Button>
              <Button variant="default" onClick={onDone}>
                {t('cancel')}
              </Button>
            </span>
            {macro ? (
              <Button variant="default" color="red" onClick={() => setAsked(true)}>
                {t('editor.delete')}
              </Button>
            ) : null}
          </div>
        </>
      ) : null}
      <ConfirmDialog opened={asked} title={t('editor.deleteTitle', { name: macro?.name ?? '' })} confirm={t('editor.delete')} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(undefined)} onClose={() => setAsked(false)}>
        {t('editor.deleteHint')}
      </ConfirmDialog>
    </EditorForm>
  );
}

interface SharingProps {
  scope: MacroScope;
  team: number | null;
  disabled: boolean;
  error: string | undefined;
  onScope: (scope: MacroScope) => void;
  onTeam: (team: number | null) => void;
}

function Sharing({ scope, team, disabled, error, onScope, onTeam }: SharingProps) {
  const { t } = useTranslation('macros');
  const teams = useTeams();
  if (!usePermission('macros.manage')) return null;
  return (
    <div className={classes.pair}>
      <Select label={t('editor.scope')} allowDeselect={false} disabled={disabled} value={scope} data={(['personal', 'team', 'all'] as const).map((value) => ({ value, label: t(`scopes.${value}`) }))} onChange={(value) => onScope(value ?? 'personal')} />
      {scope === 'team' ? <Select label={t('editor.team')} allowDeselect={false} disabled={disabled} error={error} value={team === null ? null : String(team)} data={teams.map((one) => ({ value: String(one.id), label: one.name }))} onChange={(value) => onTeam(value === null ? null : Number(value))} /> : null}
    </div>
  );
}
