import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActionItems } from './action-items';
import { useBegin } from './asking';

export interface MenuPlace {
  ids: number[];
  x: number;
  y: number;
}

/** The menu of a row, or of all chosen ones when it is among them. */
export default function RowMenu({ place, onClose }: { place: MenuPlace; onClose: () => void }) {
  const { t } = useTranslation('filters');
  const begin = useBegin();
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={240} withinPortal returnFocus>
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-label={t('bulk.title')} style={{ position: 'fixed', left: place.x, top: place.y, width: 1, height: 1, padding: 0, border: 0, opacity: 0 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('bulk.title')}>
        {place.ids.length > 1 ? <Menu.Label>{t('bulk.chosen', { count: place.ids.length })}</Menu.Label> : null}
        <ActionItems onWish={(wish) => begin({ ids: place.ids }, wish)} />
      </Menu.Dropdown>
    </Menu>
  );
}
