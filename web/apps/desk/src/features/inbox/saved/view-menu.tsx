import { Menu } from '@mantine/core';
import type { SavedView } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconArrowDown, IconArrowUp, IconDots, IconPencil, IconPin, IconPinnedOff, IconTrash, IconUsers } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tellProblem } from '~/shared/problem-text';
import { tellUndoable } from '~/shared/undo-notice';
import { usePreferences } from '~/shared/preferences';
import { useDropView, useKeepView, useMoveViews } from './api';
import { isPinned, withPin } from './layout';
import ViewDialog from './view-dialog';

interface ViewMenuProps {
  view: SavedView;
  /** The views of the group, in the order they stand for me. */
  siblings: SavedView[];
  onMove: (ids: number[]) => void;
  className: string;
  current: boolean;
}

export default function ViewMenu({ view, siblings, onMove, className, current }: ViewMenuProps) {
  const { t } = useTranslation('filters');
  const navigate = useNavigate();
  const keep = useKeepView();
  const drop = useDropView();
  const [editing, setEditing] = useState(false);
  const ids = siblings.map((one) => one.id);
  const at = ids.indexOf(view.id);
  const step = (by: number) => {
    const next = [...ids];
    next.splice(at, 1);
    next.splice(at + by, 0, view.id);
    onMove(next);
  };
  const draft = { name: view.name, icon: view.icon, filter: view.filter, sort: view.sort, group: view.group, columns: view.columns, scope: view.scope, team_id: view.team_id, pinned: view.pinned };
  const remove = () =>
    drop.mutate(view, {
      onSuccess: () => {
        if (current) void navigate({ to: '/inbox/$view', params: { view: 'open' } });
        tellUndoable(t('viewDeleted', { name: view.name }), t('undo'), () => keep.mutate({ view: null, draft }, { onError: tellProblem }));
      },
    });
  const [{ views: layout }, change] = usePreferences();
  const pinned = isPinned(view, layout);
  const pin = () => change((now) => ({ views: withPin(view, now.views, !pinned) }));
  const share = useMoveViews();
  const shared = siblings.filter((one) => one.changeable && one.scope !== 'private').map((one) => one.id);
  return (
    <>
      <Menu position="bottom-end" width={220} withinPortal>
        <Menu.Target>
          <IconAction className={className} size="sm" label={t('viewMenu', { name: view.name })} icon={IconDots} />
        </Menu.Target>
        <Menu.Dropdown>
          {view.changeable ? (
            <Menu.Item leftSection={<IconPencil size={16} stroke={1.7} aria-hidden="true" />} onClick={() => setEditing(true)}>
              {t('edit')}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={pinned ? <IconPinnedOff size={16} stroke={1.7} aria-hidden="true" /> : <IconPin size={16} stroke={1.7} aria-hidden="true" />} onClick={pin}>
            {t(pinned ? 'unpin' : 'pin')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowUp size={16} stroke={1.7} aria-hidden="true" />} disabled={at <= 0} onClick={() => step(-1)}>
            {t('moveUp')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowDown size={16} stroke={1.7} aria-hidden="true" />} disabled={at >= ids.length - 1} onClick={() => step(1)}>
            {t('moveDown')}
          </Menu.Item>
          {view.changeable && view.scope !== 'private' && shared.length > 1 ? (
            <Menu.Item leftSection={<IconUsers size={16} stroke={1.7} aria-hidden="true" />} onClick={() => share.mutate(shared)}>
              {t('orderForAll')}
            </Menu.Item>
          ) : null}
          {view.changeable ? <Menu.Divider /> : null}
          {view.changeable ? <Menu.Item leftSection={<IconTrash size={16} stroke={1.7} aria-hidden="true" />} color="red" onClick={remove}>
            {t('delete')}
          </Menu.Item> : null}
        </Menu.Dropdown>
      </Menu>
      {editing ? <ViewDialog view={view} draft={draft} onClose={() => setEditing(false)} onKept={() => setEditing(false)} /> : null}
    </>
  );
}
