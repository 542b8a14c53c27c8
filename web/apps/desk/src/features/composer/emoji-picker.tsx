import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseTone, findEmoji, habits, inTone, noteUse, type Emoji } from '~/shared/emoji';
import { useLanguage } from '~/shared/i18n';
import { useStore } from '~/shared/store';
import { allEmoji } from './all-emoji';
import classes from './emoji-picker.module.css';

const COLUMNS = 8;
const RECENT = -1;
/** The groups of the catalogue in the order of their tabs, each with a sign that stands for it. */
const GROUPS = [
  [0, '😀'], [1, '👋'], [3, '🐱'], [4, '🍎'], [6, '⚽'], [5, '🚗'], [7, '💡'], [8, '❤️'], [9, '🏁'],
] as const;
const HANDS = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'];

/** Search in both languages, what was used last, groups, skin tones; arrows walk the grid. */
export default function EmojiPicker({ onChoose }: { onChoose: (sign: string) => void }) {
  const { t } = useTranslation('composer');
  const language = useLanguage();
  const { data: all, isError } = useQuery(allEmoji);
  const { recent, tone } = useStore(habits);
  const [words, setWords] = useState('');
  const [group, setGroup] = useState<number>(recent.length > 0 ? RECENT : 0);
  const [pointed, setPointed] = useState<Emoji | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = frame.current;
    place?.addEventListener('keydown', walk);
    // Whatever was to take the focus has looked for it before this code was there.
    place?.querySelector('input')?.focus({ preventScroll: true });
    return () => place?.removeEventListener('keydown', walk);
  }, []);
  const shown = words ? findEmoji(all ?? [], words, 120) : ofGroup(all ?? [], group, recent);
  const choose = (one: Emoji) => {
    const sign = group === RECENT && !words ? one.sign : inTone(one, tone);
    noteUse(sign);
    onChoose(sign);
  };
  const first = shown[0];
  // Enter may come before the catalogue does; it counts once there is something to choose from.
  const [entered, setEntered] = useState(false);
  const chooseLate = useEffectEvent(() => {
    if (first) choose(first);
  });
  useEffect(() => {
    if (all && entered) chooseLate();
  }, [all, entered]);
  return (
    <div ref={frame} className={classes.picker}>
      <div className={classes.top}>
        <TextInput
          className={classes.search ?? ''}
          data-autofocus
          value={words}
          maxLength={60}
          placeholder={t('emoji.search')}
          aria-label={t('emoji.search')}
          onChange={(event) => {
            setEntered(false);
            setWords(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || !words) return;
            event.preventDefault();
            if (first) choose(first);
            else setEntered(!all);
          }}
        />
        <div className={classes.tones} role="group" aria-label={t('emoji.tone')}>
          {HANDS.map((hand, number) => (
            <button key={hand} type="button" className={classes.tone} aria-pressed={tone === number} aria-label={t(`emoji.tones.${number as 0}`)} title={t(`emoji.tones.${number as 0}`)} onClick={() => chooseTone(number)}>
              {hand}
            </button>
          ))}
        </div>
      </div>
      <div className={classes.groups} role="group" aria-label={t('emoji.groups')}>
        {recent.length > 0 ? <GroupTab sign="🕘" name={t('emoji.recent')} chosen={!words && group === RECENT} onChoose={() => { setWords(''); setGroup(RECENT); }} /> : null}
        {GROUPS.map(([number, sign]) => (
          <GroupTab key={number} sign={sign} name={t(`emoji.group.${number}`)} chosen={!words && group === number} onChoose={() => { setWords(''); setGroup(number); }} />
        ))}
      </div>
      <div className={classes.grid} role="group" aria-label={t('emoji.title')} data-grid>
        {shown.map((one, number) => {
          const name = one.names[language];
          return (
            <button key={one.sign} type="button" className={classes.one} tabIndex={number === 0 ? 0 : -1} aria-label={name} title={name} onFocus={() => setPointed(one)} onPointerEnter={() => setPointed(one)} onClick={() => choose(one)}>
              {words || group !== RECENT ? inTone(one, tone) : one.sign}
            </button>
          );
        })}
        {all && shown.length === 0 ? <p className={classes.nothing}>{t('emoji.nothing')}</p> : null}
        {isError ? <p className={classes.nothing} role="alert">{t('emoji.failed')}</p> : null}
      </div>
      <p className={classes.name} aria-hidden="true">
        {pointed ? (
          <>
            <span className={classes.big}>{inTone(pointed, tone)}</span>
            <span className="truncate">{pointed.names[language]}</span>
            {pointed.codes[0] ? <code>:{pointed.codes[0]}:</code> : null}
          </>
        ) : (
          t('emoji.hint')
        )}
      </p>
    </div>
  );
}

function GroupTab({ sign, name, chosen, onChoose }: { sign: string; name: string; chosen: boolean; onChoose: () => void }) {
  return (
    <button type="button" className={classes.tab} aria-pressed={chosen} aria-label={name} title={name} onClick={onChoose}>
      {sign}
    </button>
  );
}

function ofGroup(all: readonly Emoji[], group: number, recent: readonly string[]): Emoji[] {
  if (group !== RECENT) return all.filter((one) => one.group === group);
  return recent.flatMap((sign) => {
    const known = all.find((one) => one.sign === sign || one.tones.includes(sign));
    return known ? [{ ...known, sign }] : [];
  });
}

const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };

/** Arrows walk the grid; from the search field the down arrow enters it, and up from its first row leads back. */
function walk(this: HTMLElement, event: KeyboardEvent): void {
  const step = steps[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement)) return;
  const signs = [...this.querySelectorAll<HTMLElement>('[data-grid] button')];
  const at = signs.indexOf(event.target);
  if (at < 0 && event.key !== 'ArrowDown') return;
  event.preventDefault();
  const next = at < 0 ? 0 : at + step;
  if (next < 0) this.querySelector('input')?.focus();
  else signs[Math.min(next, signs.length - 1)]?.focus();
}
