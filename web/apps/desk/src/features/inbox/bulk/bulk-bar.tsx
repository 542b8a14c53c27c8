import { Button, Menu } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconCheck, IconDots, IconMoonStars, IconUserPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListFilter } from '~/shared/keys';
import { useStore } from '~/shared/store';
import { ActionItems } from './action-items';
import { useBegin, type Wish } from './asking';
import { useChosenActions } from './chosen-actions';
import { chosenIn, clearSelection, selection } from './selection';
import classes from './bulk.module.css';

interface BulkBarProps {
  list: string;
  filter: ListFilter;
  /** How many rows are loaded, and whether there are more behind them. */
  loaded: number[];
  more: boolean;
}

/** What to do with the chosen rows; stands over the list while some are chosen. */
export default function BulkBar({ list, filter, loaded, more }: BulkBarProps) {
  const { t } = useTranslation(['filters', 'actions']);
  const state = useStore(selection);
  const begin = useBegin();
  const ids = chosenIn(state, list);
  const target = state.all ? { ids: loaded, list: filter, chosen: true } : { ids: [...ids], chosen: true };
  const act = (wish: Wish) => begin(target, wish);
  useChosenActions(state.all ? 'all' : ids.size, act);
  if (ids.size === 0) return null;
  const whole = loaded.length > 0 && loaded.every((id) => ids.has(id));
  const chooseLoaded = () => selection.set({ list, ids: new Set(loaded), anchor: null, all: false });
  const chooseAll = () => selection.set({ list, ids: new Set(loaded), anchor: null, all: true });
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('bulk.title')}>
      <div className={classes.first}>
        <strong aria-live="polite">{state.all ? t('bulk.allChosen') : t('bulk.chosen', { count: ids.size })}</strong>
        {state.all ? null : (
          <Button size="compact-sm" variant="subtle" onClick={whole && more ? chooseAll : chooseLoaded} disabled={whole && !more}>
            {whole && more ? t('bulk.chooseAll') : t('bulk.chooseLoaded', { count: loaded.length })}
          </Button>
        )}
        <IconAction label={t('bulk.clear')} icon={IconX} size="sm" onClick={clearSelection} />
      </div>
      <div className={classes.second}>
        <Button size="compact-sm" variant="default" leftSection={<IconCheck size={15} stroke={1.8} aria-hidden="true" />} onClick={() => act({ verb: 'resolve' })}>
          {t('bulk.resolve')}
        </Button>
        <Button size="compact-sm" variant="default" leftSection={<IconUserPlus size={15} stroke={1.8} aria-hidden="true" />} onClick={() => act({ verb: 'assign', operator_id: 'me' })}>
          {t('actions:conversation.assignMe')}
        </Button>
        <Button size="compact-sm" variant="default" leftSection={<IconMoonStars size={15} stroke={1.8} aria-hidden="true" />} onClick={() => act({ ask: 'snooze' })}>
          {t('actions:conversation.snooze')}
        </Button>
        <Menu position="bottom-end" width={240} withinPortal>
          <Menu.Target>
            <IconAction label={t('bulk.more')} icon={IconDots} size="sm" variant="default" />
          </Menu.Target>
          <Menu.Dropdown>
            <ActionItems onWish={act} />
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}
