/** Canned responses in the composer: when the menu is open, what goes into the text, and variables still to be filled in. */
import type { CannedBrief, InsertedResponse } from '@otklik/api';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useAction } from '~/shared/actions';
import { select, writeAndSelect } from '~/shared/caret';
import { findPlaces, findTrigger, nextPlace, type Place, type Trigger } from '~/shared/canned/places';
import { cannedRequest } from '~/shared/canned/request';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { useStore } from '~/shared/store';
import type { CannedTarget } from './canned-target';
import type { ComposerState } from './use-composer';
import type { SendAlso, Sending } from './use-sending';
import type { Uploads } from './use-uploads';

export const MENU_ID = 'canned-menu';

type Words = Pick<ComposerState, 'tab' | 'text' | 'setText' | 'buttons' | 'setButtons'>;

interface Surroundings {
  target: CannedTarget;
  state: Words;
  uploads: Pick<Uploads, 'adopt'>;
  field: RefObject<HTMLTextAreaElement | null>;
}

export interface Canned {
  target: CannedTarget;
  text: string;
  /** What is looked for; null while the menu is closed. */
  trigger: Trigger | null;
  /** Variables without a value; notes may hold them. */
  places: Place[];
  /** Somebody tried to send with variables left. */
  refused: boolean;
  aria: { 'aria-controls'?: string; 'aria-activedescendant'?: string | undefined; 'aria-autocomplete'?: 'list' };
  open: () => void;
  close: () => void;
  choose: (response: CannedBrief, language: string | null) => void;
  /** Takes what was typed for the menu out of the text again. */
  takeOut: () => void;
  onSelect: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  /** Whether variables are left, which keeps a message from leaving; goes to the first of them. */
  stops: () => boolean;
  guard: (sending: Sending) => Sending;
  /** The open menu puts here what it does with keys, and tells which line is chosen. */
  keysOfMenu: RefObject<((key: string) => boolean) | null>;
  setActive: (id: string | null) => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

export function useCanned({ target, state, uploads, field }: Surroundings): Canned {
  const client = useQueryClient();
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [refusedFor, setRefusedFor] = useState<string | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const requested = useStore(cannedRequest);
  const keysOfMenu = useRef<((key: string) => boolean) | null>(null);
  const { conversational } = target;
  const latest = useRef(state);
  latest.current = state;

  const found = caret === null ? null : findTrigger(state.text, Math.min(caret, state.text.length));
  const trigger = found && found.start !== dismissed ? found : null;
  const places = state.tab === 'note' ? [] : findPlaces(state.text);

  const onSelect = () => {
    const at = field.current;
    const next = at && at.selectionStart === at.selectionEnd ? at.selectionStart : null;
    setCaret(next);
    if (dismissed !== null && (next === null || findTrigger(at?.value ?? '', next)?.start !== dismissed)) setDismissed(null);
  };
  const open = () => {
    const at = field.current?.selectionEnd ?? state.text.length;
    const lead = at === 0 || /\s$/.test(state.text.slice(0, at)) ? '/' : ' /';
    const write = () => {
      state.setText(state.text.slice(0, at) + lead + state.text.slice(at));
      setDismissed(null);
      setCaret(at + lead.length);
    };
    writeAndSelect(field, write, at + lead.length);
  };
  useAction('composer.canned', open);

  const put = (made: InsertedResponse, asked: Trigger) => {
    const { text, setText } = latest.current;
    const typed = text.slice(asked.start + 1, asked.start + 1 + asked.query.length);
    const stop = typed === asked.query ? asked.start + 1 + asked.query.length : asked.start;
    const first = made.unresolved[0];
    const from = asked.start + (first?.start ?? made.text.length);
    const to = asked.start + (first?.stop ?? made.text.length);
    writeAndSelect(field, () => setText(text.slice(0, asked.start) + made.text + text.slice(stop)), from, to);
    if (made.uploads.length > 0) uploads.adopt(made.uploads);
    if (made.buttons.length > 0 && state.tab === 'reply') latest.current.setButtons([...latest.current.buttons, ...made.buttons]);
  };
  const choose = (response: CannedBrief, language: string | null) => {
    if (!trigger) return;
    const { tab } = state;
    setDismissed(trigger.start);
    target
      .insert(response.id, language)
      .then((made) => {
        // Written for the customer, it is no note: who has gone over to the other tab meanwhile asks again.
        if (latest.current.tab === tab) put(made, trigger);
        setDismissed(null);
        void client.invalidateQueries({ queryKey: keys.canned });
      })
      .catch(tellProblem);
  };
  const takeFound = useEffectEvent((id: number) => {
    cannedRequest.set(null);
    insertAtEnd(target, id, latest, (made) => put(made, { start: latest.current.text.length, query: '' })).catch(tellProblem);
  });
  useEffect(() => {
    if (requested !== null && conversational) takeFound(requested);
  }, [requested, conversational]);
  const takeOut = () => {
    if (trigger) state.setText(state.text.slice(0, trigger.start) + state.text.slice(trigger.start + 1 + trigger.query.length));
  };
  const goTo = (place: Place) => select(field, place.start, place.stop);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (trigger && handleMenu(event)) return true;
    if (event.key !== 'Tab' || places.length === 0) return false;
    const at = event.currentTarget;
    const next = nextPlace(places, at.selectionStart, at.selectionEnd, event.shiftKey);
    if (!next) return false;
    event.preventDefault();
    goTo(next);
    return true;
  };
  const handleMenu = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const done = event.key === 'Escape' || (!event.shiftKey && (keysOfMenu.current?.(event.key) ?? false));
    if (!done) return false;
    if (event.key === 'Escape') setDismissed(trigger?.start ?? null);
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  const stops = () => {
    const first = places[0];
    setRefusedFor(first ? state.text : null);
    if (first) goTo(first);
    return first !== undefined;
  };
  const guard = (sending: Sending): Sending => ({
    ...sending,
    send: (also?: SendAlso) => {
      if (!stops()) sending.send(also);
    },
  });

  return {
    target, text: state.text, trigger, places, refused: refusedFor !== null && places.length > 0, open, choose, takeOut, onSelect, onKeyDown, stops, guard, keysOfMenu, setActive, field,
    close: () => setDismissed(trigger?.start ?? null),
    aria: trigger && active !== null ? { 'aria-controls': MENU_ID, 'aria-activedescendant': active, 'aria-autocomplete': 'list' } : {},
  };
}

/** Brings a prepared answer, filled in for this conversation, and puts it behind what is written already. */
async function insertAtEnd(target: CannedTarget, id: number, state: RefObject<Words>, put: (made: InsertedResponse) => void): Promise<void> {
  const made = await target.insert(id, null);
  if (state.current.tab === 'note') return;
  const lead = /\S$/.test(state.current.text) ? ' ' : '';
  put({ ...made, text: lead + made.text, unresolved: made.unresolved.map((one) => ({ ...one, start: one.start + lead.length, stop: one.stop + lead.length })) });
}
