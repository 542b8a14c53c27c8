import { Menu } from '@mantine/core';
import type { GroupName, SortName } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconArrowsSort, IconBookmarkPlus, IconColumns3 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { groupNames } from '~/shared/group-names';
import { useLanguage } from '~/shared/i18n';
import type { ListFilter } from '~/shared/keys';
import { useSession } from '~/shared/session';
import { useSavedViews } from './api';
import { savedOf, shownGroup, useChangeLook, useChosenColumns } from './look';
import { asFilter } from './saved/as-filter';
import ViewDialog from './saved/view-dialog';

const ColumnsDialog = lazy(() => import('./columns/columns-dialog'));
const sorts: SortName[] = ['', 'waiting', 'newest', 'oldest', 'created', 'priority'];

interface ListMenuProps {
  filter: ListFilter;
  onSort: (sort: SortName) => void;
  onGroup: (group: GroupName | 'none' | undefined) => void;
}

/** The order and the groups of the list, what its rows show, and keeping all that as a view. */
export default function ListMenu({ filter, onSort, onGroup }: ListMenuProps) {
  const { t } = useTranslation('filters');
  const language = useLanguage();
  const me = useSession().operator;
  const navigate = useNavigate();
  const views = useSavedViews();
  const saved = savedOf(filter.view, views);
  const group = shownGroup(filter, views);
  const columns = useChosenColumns(filter.view);
  const change = useChangeLook(filter.view);
  const [opened, setOpened] = useState(false);
  const [saving, setSaving] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const mayChoose = !filter.view.startsWith('saved:') || saved?.changeable === true;
  useAction('list.group', () => setOpened(true));
  useAction('list.columns', () => setChoosing(true), mayChoose);
  const regroup = (next: GroupName | 'none') => {
    if (filter.view.startsWith('saved:')) {
      onGroup(next === (saved?.group ?? 'none') ? undefined : next);
      return;
    }
    // A built-in list stays so for me; the address says it too, for whoever the link is given to.
    change({ group: next === 'none' ? null : next });
    onGroup(next === 'none' ? undefined : next);
  };
  const draft = { name: '', icon: 'filter', filter: saving ? asFilter(filter, saved, language, me.team_ids) : '', sort: filter.sort ?? saved?.sort ?? '', group, columns: columns && [...columns], scope: 'private' as const, team_id: null, pinned: false };
  return (
    <>
      <Menu opened={opened} onChange={setOpened} position="bottom-end" width={240}>
        <Menu.Target>
          <IconAction label={t('listMenu')} icon={IconArrowsSort} />
        </Menu.Target>
        <Menu.Dropdown mah="min(560px, 80vh)" style={{ overflowY: 'auto' }}>
          <Menu.Label>{t('viewSort')}</Menu.Label>
          <Menu.RadioGroup value={filter.sort ?? ''} onChange={(sort) => onSort(sort as SortName)}>
            {sorts.map((sort) => (
              <Menu.RadioItem key={sort} value={sort} closeMenuOnClick>
                {t(`sort.${sort || 'usual'}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Label>{t('viewGroup')}</Menu.Label>
          <Menu.RadioGroup value={group ?? 'none'} onChange={(next) => regroup(next as GroupName | 'none')}>
            {(['none', ...groupNames] as const).map((one) => (
              <Menu.RadioItem key={one} value={one} closeMenuOnClick>
                {t(`groupBy.${one}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          {mayChoose ? (
            <Menu.Item leftSection={<IconColumns3 size={16} stroke={1.7} aria-hidden="true" />} onClick={() => setChoosing(true)}>
              {t('columns')}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconBookmarkPlus size={16} stroke={1.7} aria-hidden="true" />} onClick={() => setSaving(true)}>
            {t('saveView')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>{choosing ? <ColumnsDialog view={filter.view} onClose={() => setChoosing(false)} /> : null}</Suspense>
      {saving ? (
        <ViewDialog
          view={null}
          draft={draft}
          onClose={() => setSaving(false)}
          onKept={(view) => {
            setSaving(false);
            void navigate({ to: '/inbox/$view', params: { view: `saved:${view.id}` }, search: {} });
          }}
        />
      ) : null}
    </>
  );
}
