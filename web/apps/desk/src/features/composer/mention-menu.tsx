import { Avatar } from '@otklik/ui';
import { IconUsersGroup } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findNamable } from '~/shared/mentions';
import type { Mentions } from './use-mentions';
import { useNamable } from './use-namable';
import classes from './mention-menu.module.css';

export const MENTION_MENU = 'mention-menu';
const MOST = 8;

/** Whom the note may name: arrows choose, Enter or Tab inserts. */
export default function MentionMenu({ mentions, query }: { mentions: Mentions; query: string }) {
  const { t } = useTranslation('composer');
  const found = findNamable(useNamable(), query).slice(0, MOST);
  const [at, setAt] = useState(0);
  const place = Math.min(at, found.length - 1);
  const { keysOfMenu, setActive, choose } = mentions;
  const active = found[place];
  const activeId = active ? lineId(active) : null;
  useEffect(() => setAt(0), [query]);
  useEffect(() => {
    setActive(activeId);
    return () => setActive(null);
  }, [activeId, setActive]);
  useEffect(() => {
    keysOfMenu.current = (key) => {
      if (!active) return false;
      if (key === 'ArrowDown') setAt((place + 1) % found.length);
      else if (key === 'ArrowUp') setAt((place + found.length - 1) % found.length);
      else if (key === 'Enter' || key === 'Tab') choose(active);
      else return false;
      return true;
    };
    return () => {
      keysOfMenu.current = null;
    };
  });
  if (found.length === 0) return null;
  return (
    <div className={classes.menu} id={MENTION_MENU} role="listbox" aria-label={t('mentions')}>
      {found.map((one, number) => (
        <button key={lineId(one)} id={lineId(one)} type="button" role="option" tabIndex={-1} className={classes.line} aria-selected={one === active} onMouseMove={one === active ? undefined : () => setAt(number)} onMouseDown={(event) => event.preventDefault()} onClick={() => choose(one)}>
          {one.kind === 'team' ? <IconUsersGroup size={20} stroke={1.7} aria-hidden="true" /> : <Avatar name={one.name} size={20} />}
          <span className="truncate">{one.name}</span>
        </button>
      ))}
    </div>
  );
}

const lineId = (one: { kind: string; id: number }) => `mention-${one.kind}-${one.id}`;
