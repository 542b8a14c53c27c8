import { Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { CannedResponse, CannedScope, CannedVariant, Upload } from '@otklik/api';
import { ConfirmDialog } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeams } from '~/shared/colleagues';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { useLanguage } from '~/shared/i18n';
import { asNew, faultsOf } from '~/shared/keyboards/rows';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { useDeed, useIdempotency } from '../asking';
import { EditorForm } from '../editor-form';
import classes from '../parts.module.css';
import { CannedButtons } from './canned-buttons';
import { CannedFiles } from './canned-files';
import { CannedVariants } from './canned-variants';

interface CannedEditorProps {
  response?: CannedResponse;
  onDone: () => void;
}

export function CannedEditor({ response, onDone }: CannedEditorProps) {
  const { t } = useTranslation('canned');
  const tongue = useLanguage();
  const sameKey = useIdempotency();
  const [title, setTitle] = useState(response?.title ?? '');
  const [shortcut, setShortcut] = useState(response?.shortcut ?? '');
  const [folder, setFolder] = useState(response?.folder ?? '');
  const [scope, setScope] = useState<CannedScope>(response?.scope ?? 'personal');
  const [team, setTeam] = useState<number | null>(response?.team_id ?? null);
  const [variants, setVariants] = useState<CannedVariant[]>(response?.variants ?? [{ language: tongue, text: '' }]);
  const [kept, setKept] = useState(response?.attachments ?? []);
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [buttons, setButtons] = useState(response?.buttons ?? []);
  const [asked, setAsked] = useState(false);
  const editable = response?.editable ?? true;
  const body = { title, shortcut, folder, scope, team_id: scope === 'team' ? team : null, variants, uploads: uploads.map((one) => one.id), buttons: asNew(buttons) };
  const save = useDeed({
    quiet: true,
    stale: [keys.canned],
    run: () => (response ? server.patch(`/canned-responses/${response.id}`, { ...body, attachments: kept.map((one) => one.id), expected_version: response.version }) : server.post('/canned-responses', body, sameKey(body))),
    onDone: () => {
      notifications.show({ message: t('editor.saved') });
      onDone();
    },
  });
  const remove = useDeed({ stale: [keys.canned], run: () => server.delete(`/canned-responses/${response?.id ?? 0}`), onDone });
  const errorOf = fieldErrors(save.error);
  return (
    <EditorForm title={response ? response.title : t('editor.new')} back={t('editor.back')} onBack={onDone} onSave={() => save.mutate(undefined)}>
      {editable ? null : <p className={classes.quiet}>{t('editor.readOnly')}</p>}
      <TextInput label={t('fields.title')} required withAsterisk={false} maxLength={100} readOnly={!editable} value={title} error={errorOf('title')} onChange={(event) => setTitle(event.currentTarget.value)} />
      <div className={classes.pair}>
        <TextInput label={t('fields.shortcut')} description={t('fields.shortcutHint')} leftSection="/" maxLength={32} readOnly={!editable} value={shortcut} error={errorOf('shortcut')} onChange={(event) => setShortcut(event.currentTarget.value.replace(/^[/;]+/, ''))} />
        <TextInput label={t('fields.folder')} description={' '} maxLength={60} readOnly={!editable} value={folder} error={errorOf('folder')} onChange={(event) => setFolder(event.currentTarget.value)} />
      </div>
      <ScopeFields scope={scope} team={team} disabled={!editable} error={errorOf('team_id')} onScope={setScope} onTeam={setTeam} />
      <CannedVariants variants={variants} readOnly={!editable} errorOf={errorOf} onChange={setVariants} />
      {editable || buttons.length > 0 ? <CannedButtons rows={buttons} readOnly={!editable} onChange={setButtons} /> : null}
      <CannedFiles kept={kept} uploads={uploads} readOnly={!editable} onKept={setKept} onUploads={setUploads} />
      <p className={classes.error} role="alert">
        {save.isError && !isAboutFields(save.error) ? problemText(save.error) : (errorOf('attachments') ?? '')}
      </p>
      {editable ? (
        <div className={classes.spread}>
          <span className={classes.row}>
            <Button type="submit" loading={save.isPending} disabled={!title.trim() || variants.some((one) => !one.text.trim()) || faultsOf(buttons, null).length > 0}>
              {t('editor.save')}
            </Button>
            <Button variant="default" onClick={onDone}>
              {t('editor.cancel')}
            </Button>
          </span>
          {response ? (
            <Button variant="default" color="red" onClick={() => setAsked(true)}>
              {t('editor.delete')}
            </Button>
          ) : null}
        </div>
      ) : null}
      <ConfirmDialog opened={asked} title={t('editor.deleteTitle', { title: response?.title ?? '' })} confirm={t('editor.delete')} cancel={t('editor.cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(undefined)} onClose={() => setAsked(false)}>
        {t('editor.deleteText')}
      </ConfirmDialog>
    </EditorForm>
  );
}

interface ScopeFieldsProps {
  scope: CannedScope;
  team: number | null;
  disabled: boolean;
  error: string | undefined;
  onScope: (scope: CannedScope) => void;
  onTeam: (team: number | null) => void;
}

function ScopeFields({ scope, team, disabled, error, onScope, onTeam }: ScopeFieldsProps) {
  const { t } = useTranslation('canned');
  const teams = useTeams();
  const shares = useSession().permissions.includes('canned_responses.manage');
  if (!shares) return null;
  return (
    <div className={classes.pair}>
      <Select label={t('fields.scope')} allowDeselect={false} disabled={disabled} value={scope} data={(['personal', 'team', 'all'] as const).map((value) => ({ value, label: t(`scopes.${value}`) }))} onChange={(value) => onScope(value ?? 'personal')} />
      {scope === 'team' ? <Select label={t('fields.team')} allowDeselect={false} disabled={disabled} error={error} value={team === null ? null : String(team)} data={teams.map((one) => ({ value: String(one.id), label: one.name }))} onChange={(value) => onTeam(value === null ? null : Number(value))} /> : null}
    </div>
  );
}
