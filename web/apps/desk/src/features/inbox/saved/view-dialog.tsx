import '@mantine/core/styles/Combobox.css';
import '@mantine/core/styles/Checkbox.css';
import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { asProblem, type SavedView, type SortName, type ViewScope } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeams } from '~/shared/colleagues';
import { groupNames } from '~/shared/group-names';
import { problemText } from '~/shared/problem-text';
import { usePermission } from '~/shared/session';
import { ColumnsField } from '../columns/columns-field';
import { filterProblem } from '../filters/filter-problem';
import { useKeepView, type ViewDraft } from './api';
import { viewIcons } from './icons';
import classes from './saved.module.css';

const Builder = lazy(() => import('../filters/builder'));

interface ViewDialogProps {
  /** The view to change; null for a new one made of `draft`. */
  view: SavedView | null;
  draft: ViewDraft;
  onClose: () => void;
  onKept: (view: SavedView) => void;
}

const sorts: SortName[] = ['', 'waiting', 'newest', 'oldest', 'created', 'priority'];

export default function ViewDialog({ view, draft: given, onClose, onKept }: ViewDialogProps) {
  const { t } = useTranslation('filters');
  const mayShare = usePermission('views.share');
  const teams = useTeams();
  const [draft, setDraft] = useState(given);
  const keep = useKeepView();
  const problem = keep.error ? (filterProblem(keep.error) ?? asProblem(keep.error).fields[0]?.message ?? problemText(keep.error)) : null;
  const put = (more: Partial<ViewDraft>) => setDraft((now) => ({ ...now, ...more }));
  const save = () => keep.mutate({ view, draft }, { onSuccess: onKept });
  const whole = draft.name.trim() !== '' && draft.filter.trim() !== '' && (draft.scope !== 'team' || draft.team_id !== null);
  return (
    <Modal opened size="lg" onClose={onClose} title={t(view ? 'editView' : 'saveView')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (whole) save();
        }}
      >
        <Stack gap="md">
          <TextInput data-autofocus label={t('viewName')} value={draft.name} maxLength={60} onChange={(event) => put({ name: event.currentTarget.value })} />
          <FilterField value={draft.filter} problem={problem} onChange={(filter) => put({ filter })} />
          <Select label={t('viewSort')} data={sorts.map((sort) => ({ value: sort || 'usual', label: t(`sort.${sort || 'usual'}`) }))} value={draft.sort || 'usual'} allowDeselect={false} onChange={(sort) => put({ sort: sort === 'usual' || sort === null ? '' : (sort as SortName) })} />
          <Select label={t('viewGroup')} data={['none' as const, ...groupNames].map((group) => ({ value: group, label: t(`groupBy.${group}`) }))} value={draft.group ?? 'none'} allowDeselect={false} onChange={(group) => put({ group: groupNames.find((one) => one === group) ?? null })} />
          <ColumnsField value={draft.columns} onChange={(columns) => put({ columns })} />
          <Icons value={draft.icon} onChange={(icon) => put({ icon })} />
          {mayShare ? (
            <Select label={t('viewScope')} data={(['private', 'team', 'shared'] as ViewScope[]).map((scope) => ({ value: scope, label: t(`scope.${scope}`) }))} value={draft.scope} allowDeselect={false} onChange={(scope) => scope && put({ scope, team_id: scope === 'team' ? (draft.team_id ?? teams[0]?.id ?? null) : null })} />
          ) : null}
          {draft.scope === 'team' ? <Select label={t('viewTeam')} data={teams.map((team) => ({ value: String(team.id), label: team.name }))} value={draft.team_id === null ? null : String(draft.team_id)} onChange={(id) => put({ team_id: id === null ? null : Number(id) })} /> : null}
          <Checkbox label={t('viewPinned')} checked={draft.pinned} onChange={(event) => put({ pinned: event.currentTarget.checked })} />
        </Stack>
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={!whole} loading={keep.isPending}>
            {t('save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** The filter as text; the button inside shows it as conditions, and both change the same. */
function FilterField({ value, problem, onChange }: { value: string; problem: string | null; onChange: (filter: string) => void }) {
  const { t } = useTranslation('filters');
  const [built, setBuilt] = useState(false);
  const [typed, setTyped] = useState(0);
  const type = (text: string) => {
    setTyped(typed + 1);
    onChange(text);
  };
  return (
    <div>
      <TextInput
        label={t('viewFilter')}
        value={value}
        maxLength={500}
        spellCheck={false}
        error={problem}
        onChange={(event) => type(event.currentTarget.value)}
        rightSection={<IconAction label={t('showConditions')} icon={IconAdjustmentsHorizontal} size="sm" aria-expanded={built} onClick={() => setBuilt(!built)} />}
      />
      {/* What was typed is read anew; what was built goes on as it stands. */}
      <Suspense fallback={null}>{built ? <div className={classes.built}><Builder key={typed} text={value} onChange={onChange} /></div> : null}</Suspense>
    </div>
  );
}

function Icons({ value, onChange }: { value: string; onChange: (icon: string) => void }) {
  const { t } = useTranslation('filters');
  return (
    <fieldset className={classes.icons}>
      <legend>{t('viewIcon')}</legend>
      {Object.entries(viewIcons).map(([name, Glyph]) => (
        <label key={name} className={classes.icon} data-chosen={name === value}>
          <input type="radio" name="view-icon" className="visually-hidden" checked={name === value} onChange={() => onChange(name)} aria-label={t(`icon.${name as 'star'}`)} />
          <Glyph size={18} stroke={1.7} aria-hidden="true" />
        </label>
      ))}
    </fieldset>
  );
}
