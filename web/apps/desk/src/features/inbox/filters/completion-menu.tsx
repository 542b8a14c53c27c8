import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { isOwn } from './lexicon';
import { useNames, useOwnFields } from './names';
import { suggest, take } from './suggest';
import classes from './filters.module.css';

export type KeyTaker = (event: KeyboardEvent) => boolean;

interface CompletionMenuProps {
  id: string;
  text: string;
  caret: number;
  /** Filled with what takes the keys of the field first. */
  taker: RefObject<KeyTaker | null>;
  onTake: (text: string, caret: number) => void;
  /** Tells the field which option stands out: its id, or nothing while the menu is empty. */
  onActive: (option: string | null, shown: boolean) => void;
}

/** What can come next in the filter; the field keeps the focus. */
export default function CompletionMenu({ id, text, caret, taker, onTake, onActive }: CompletionMenuProps) {
  const { t } = useTranslation('filters');
  const names = useNames();
  const offered = suggest(text, caret, names, useLanguage(), useOwnFields());
  const [chosen, setChosen] = useState(-1);
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const place = `${text}|${caret}`;
  const [seen, setSeen] = useState(place);
  if (seen !== place) {
    setSeen(place);
    setChosen(-1);
  }
  const shown = offered.length > 0 && closedAt !== place;
  const accept = (index: number) => {
    const one = offered[index];
    if (!one) return;
    const next = take(text, caret, one);
    onTake(next.text, next.caret);
  };
  useEffect(() => onActive(shown && chosen >= 0 ? `${id}-${chosen}` : null, shown), [chosen, id, onActive, shown]);
  useEffect(() => {
    taker.current = (event) => {
      if (!shown) return false;
      if (event.key === 'ArrowDown') setChosen((chosen + 1) % offered.length);
      else if (event.key === 'ArrowUp') setChosen((Math.max(chosen, 0) + offered.length - 1) % offered.length);
      else if (event.key === 'Escape') setClosedAt(place);
      else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) accept(chosen);
      else return false;
      event.preventDefault();
      return true;
    };
  });
  if (!shown) return null;
  return (
    <div id={id} className={classes.menu} role="listbox" aria-label={t('suggestions')}>
      {offered.map((one, index) => (
        <div
          key={one.insert}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          tabIndex={-1}
          className={classes.option}
          onPointerDown={(event) => {
            event.preventDefault();
            accept(index);
          }}
        >
          <span className={`${classes.term ?? ''} truncate`}>{one.label}</span>
          {one.value ? null : <span className={`${classes.gloss ?? ''} truncate`}>{isOwn(one.field.name) ? one.field.title : t(`field.${one.field.name}`)}</span>}
        </div>
      ))}
    </div>
  );
}
