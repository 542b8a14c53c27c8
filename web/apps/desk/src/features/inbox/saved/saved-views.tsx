import type { SavedView, ViewScope } from '@otklik/api';
import { capped } from '@otklik/i18n';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounts, useSavedViews } from '../api';
import { useMoveViews } from './api';
import { viewIcon } from './icons';
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
  const saved = useSavedViews() ?? [];
  if (pinned) return <Group items={saved.filter((one) => one.pinned)} view={view} onChoose={onChoose} />;
  return groups.map((scope) => {
    const items = saved.filter((one) => one.scope === scope && !one.pinned);
    if (items.length === 0) return null;
    return (
      <div key={scope}>
        <h2 className={views.caption}>{t(`group.${scope}`)}</h2>
        <Group items={items} view={view} onChoose={onChoose} />
      </div>
    );
  });
}

/** One group, put in order by dragging or by its menu. */
function Group({ items, view, onChoose }: { items: SavedView[]; view: string; onChoose?: (() => void) | undefined }) {
  const move = useMoveViews();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const place = (id: number, before: number) => {
    if (id === before) return;
    const ids = items.map((one) => one.id).filter((one) => one !== id);
    ids.splice(ids.indexOf(before) + (items.findIndex((one) => one.id === id) < items.findIndex((one) => one.id === before) ? 1 : 0), 0, id);
    move.mutate(ids);
  };
  return (
    <ul className={views.group}>
      {items.map((one) => (
        <li
          key={one.id}
          className={classes.item}
          draggable={one.changeable}
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
            if (dragged !== null && one.changeable) place(dragged, one.id);
          }}
        >
          <SavedLink view={one} current={view === `saved:${one.id}`} onChoose={onChoose} />
          {one.changeable ? (
            <Suspense fallback={null}>
              <ViewMenu view={one} siblings={items.filter((each) => each.changeable)} onMove={(ids) => move.mutate(ids)} className={classes.more ?? ''} current={view === `saved:${one.id}`} />
            </Suspense>
          ) : null}
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
