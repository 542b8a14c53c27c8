import type { SavedView, ViewScope } from '@otklik/api';
import { capped } from '@otklik/i18n';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '~/shared/preferences';
import { useCounts, useSavedViews } from '../api';
import { viewIcon } from './icons';
import { inMyOrder, isPinned, withOrder } from './layout';
import views from '../views.module.css';
import classes from './saved.module.css';

const ViewMenu = lazy(() => import('./view-menu'));
const groups: ViewScope[] = ['private', 'team', 'shared'];

interface SavedViewsProps {
  view: string;
  onChoose?: (() => void) | undefined;
  /** The pinned ones stand with the built-in views. */
  pinned?: boolean;
}

export function SavedViews({ view, onChoose, pinned = false }: SavedViewsProps) {
  const { t } = useTranslation('filters');
  const [{ views: layout }] = usePreferences();
  const saved = inMyOrder(useSavedViews() ?? [], layout);
  if (pinned) return <Group items={saved.filter((one) => isPinned(one, layout))} view={view} onChoose={onChoose} />;
  return groups.map((scope) => {
    const items = saved.filter((one) => one.scope === scope && !isPinned(one, layout));
    if (items.length === 0) return null;
    return (
      <div key={scope}>
        <h2 className={views.caption}>{t(`group.${scope}`)}</h2>
        <Group items={items} view={view} onChoose={onChoose} />
      </div>
    );
  });
}

/** One group, put in an order of one's own by dragging or by its menu. */
function Group({ items, view, onChoose }: { items: SavedView[]; view: string; onChoose?: (() => void) | undefined }) {
  const all = useSavedViews() ?? [];
  const [, change] = usePreferences();
  const move = (ids: number[]) => change((now) => ({ views: withOrder(ids, all, now.views) }));
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const place = (id: number, before: number) => {
    if (id === before) return;
    const ids = items.map((one) => one.id).filter((one) => one !== id);
    ids.splice(ids.indexOf(before) + (items.findIndex((one) => one.id === id) < items.findIndex((one) => one.id === before) ? 1 : 0), 0, id);
    move(ids);
  };
  return (
    <ul className={views.group}>
      {items.map((one) => (
        <li
          key={one.id}
          className={classes.item}
          draggable
          data-over={over === one.id && dragged !== one.id}
          onDragStart={() => setDragged(one.id)}
          onDragOver={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            setOver(one.id);
          }}
          onDragEnd={() => {
            setDragged(null);
            setOver(null);
          }}
          onDrop={() => {
            if (dragged !== null) place(dragged, one.id);
          }}
        >
          <SavedLink view={one} current={view === `saved:${one.id}`} onChoose={onChoose} />
          <Suspense fallback={null}>
            <ViewMenu view={one} siblings={items} onMove={move} className={classes.more ?? ''} current={view === `saved:${one.id}`} />
          </Suspense>
        </li>
      ))}
    </ul>
  );
}

function SavedLink({ view, current, onChoose }: { view: SavedView; current: boolean; onChoose?: (() => void) | undefined }) {
  const count = useCounts()?.saved[String(view.id)] ?? 0;
  const Glyph = viewIcon(view.icon);
  return (
    <Link className={views.view} to="/inbox/$view" params={{ view: `saved:${view.id}` }} data-current={current} data-saved={view.id} aria-current={current ? 'page' : undefined} onClick={onChoose} draggable={false}>
      <Glyph size={17} stroke={1.7} aria-hidden="true" />
      <span className={`${views.label ?? ''} truncate`} dir="auto">
        {view.name}
      </span>
      {count > 0 ? <span className={views.count}>{capped(count)}</span> : null}
    </Link>
  );
}
