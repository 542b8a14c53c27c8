/** Naming colleagues while a note is written: the menu after an @, and whom the text names. */
import type { Mention } from '@otklik/api';
import { useRef, type RefObject } from 'react';
import { findAt, readMentions, type Namable } from '~/shared/mentions';
import { useCaretMenu, type CaretMenu } from './use-caret-menu';
import type { ComposerState } from './use-composer';
import { useNamable } from './use-namable';

export interface Mentions extends CaretMenu {
  choose: (one: Namable) => void;
  /** Whom the note names as it stands. */
  read: () => Mention[];
}

export function useMentions(state: ComposerState, field: RefObject<HTMLTextAreaElement | null>): Mentions {
  const all = useNamable();
  const chosen = useRef<Mention[]>([]);
  const note = state.tab === 'note';
  const menu = useCaretMenu(state, field, note ? findAt : nothing);
  return {
    ...menu,
    choose: ({ kind, id, name }) => {
      chosen.current = [...chosen.current, { kind, id }];
      menu.put(`@${name} `);
    },
    read: () => (note ? readMentions(state.text, all, chosen.current) : []),
  };
}

const nothing = () => null;
