import { Menu } from '@mantine/core';
import type { SortName } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconArrowsSort, IconBookmarkPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import type { ListFilter } from '~/shared/keys';
import { useSession } from '~/shared/session';
import { useSavedViews } from './api';
import { asFilter } from './saved/as-filter';
import ViewDialog from './saved/view-dialog';

const sorts: SortName[] = ['', 'waiting', 'newest', 'oldest', 'created', 'priority'];

interface ListMenuProps {
  filter: ListFilter;
  onSort: (sort: SortName) => void;
}

/** The order of the list, and keeping what it shows as a view. */
export default function ListMenu({ filter, onSort }: ListMenuProps) {
  const { t } = useTranslation('filters');
  const language = useLanguage();
  const me = useSession().operator;
  const navigate = useNavigate();
  const saved = useSavedViews()?.find((one) => `saved:${one.id}` === filter.view);
  const [saving, setSaving] = useState(false);
  const draft = { name: '', icon: 'filter', filter: saving ? asFilter(filter, saved, language, me.team_ids) : '', sort: filter.sort ?? saved?.sort ?? '', scope: 'private' as const, team_id: null, pinned: false };
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <IconAction label={t('listMenu')} icon={IconArrowsSort} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('viewSort')}</Menu.Label>
          <Menu.RadioGroup value={filter.sort ?? ''} onChange={(sort) => onSort(sort as SortName)}>
            {sorts.map((sort) => (
              <Menu.RadioItem key={sort} value={sort} closeMenuOnClick>
                {t(`sort.${sort || 'usual'}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item leftSection={<IconBookmarkPlus size={16} stroke={1.7} aria-hidden="true" />} onClick={() => setSaving(true)}>
            {t('saveView')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
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
