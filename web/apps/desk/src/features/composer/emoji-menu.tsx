import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { findEmoji, habits, inTone, noteUse, type Emoji } from '~/shared/emoji';
import { useLanguage } from '~/shared/i18n';
import { useStore } from '~/shared/store';
import { CaretLines } from './caret-lines';
import { allEmoji } from './all-emoji';
import type { CaretMenu } from './use-caret-menu';
import classes from './caret-lines.module.css';

const MOST = 8;

/** Emoji whose name is being typed after a colon; a closing colon takes the one whose short code it is. */
export default function EmojiMenu({ menu, query }: { menu: CaretMenu; query: string }) {
  const { t } = useTranslation('composer');
  const language = useLanguage();
  const { tone } = useStore(habits);
  const all = useQuery(allEmoji).data ?? [];
  const closed = query.endsWith(':');
  const code = query.slice(0, -1).toLocaleLowerCase();
  const named = closed ? all.find((one) => one.codes.includes(code)) : undefined;
  const choose = (one: Emoji) => {
    const sign = inTone(one, tone);
    noteUse(sign);
    menu.put(`${sign} `);
  };
  const latest = useRef(choose);
  useEffect(() => {
    latest.current = choose;
  });
  useEffect(() => {
    if (named) latest.current(named);
  }, [named]);
  const found = closed ? [] : findEmoji(all, query, MOST);
  return (
    <CaretLines menu={menu} label={t('emoji.title')} query={query} items={found} idOf={(one) => `emoji-${one.sign}`} onChoose={choose}>
      {(one) => (
        <>
          <span className={classes.sign}>{inTone(one, tone)}</span>
          <span className="truncate">{one.names[language]}</span>
          {one.codes[0] ? <span className={classes.code}>:{one.codes[0]}:</span> : null}
        </>
      )}
    </CaretLines>
  );
}
