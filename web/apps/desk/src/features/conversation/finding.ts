/** What is looked for in the thread: its words are marked in every bubble, the match one stands at is framed. */
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import { useAction } from '~/shared/actions';

const noWords: ReadonlySet<string> = new Set();

/** Word forms in lower case, ё as е; empty while nothing is looked for. */
export const FoundWords = createContext(noWords);

/** The message one stands at. */
export const CurrentMatch = createContext<number | null>(null);

export interface Place {
  offset: number;
  length: number;
}

/** Where the words stand in a text, in code points. */
export function placesOf(text: string, words: ReadonlySet<string>): Place[] {
  if (words.size === 0) return [];
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
    .filter((match) => words.has(match[0].toLowerCase().replaceAll('ё', 'е')))
    .map((match) => ({ offset: [...text.slice(0, match.index)].length, length: [...match[0]].length }));
}

export function useFoundPlaces(text: string): Place[] {
  const words = useContext(FoundWords);
  return useMemo(() => placesOf(text, words), [text, words]);
}

/** Whether the find bar stands open, and what it has found. */
export function useFinding() {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState(noWords);
  const [current, setCurrent] = useState<number | null>(null);
  // Pressed again, the key is the browser's own search.
  useAction('conversation.find', () => setOpen(true), !open);
  const close = useCallback(() => {
    setOpen(false);
    setWords(noWords);
    setCurrent(null);
  }, []);
  return { open, close, words, setWords, current, setCurrent };
}

/** Where to stand among the matches once they are answered: where one stood, or at the first when the words are new. */
export function placeAmong(items: readonly { id: number }[], stood: number | null, sameWords: boolean): number {
  const place = sameWords ? items.findIndex((item) => item.id === stood) : 0;
  return Math.max(0, place);
}

/** One step further, round the ends. */
export function stepped(place: number, by: number, count: number): number {
  return (((place + by) % count) + count) % count;
}
