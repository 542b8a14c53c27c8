/** Where the thread stands: glued to its end, at a message that was jumped to, or left where the reader is. */
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Target } from './jumping';

const NEAR_END = 48;
const NEAR_EDGE = 300;
const FLASH_MS = 1600;

interface ThreadScroll {
  frame: RefObject<HTMLDivElement | null>;
  sheet: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  onScroll: () => void;
  toEnd: (smooth?: boolean) => void;
}

interface Edges {
  first: number | undefined;
  last: number | undefined;
  /** The end of the conversation is on the screen's sheet. */
  latest: boolean;
  target: Target | null;
  onTop: () => void;
  onBottom: () => void;
}

/** A message under the eyes, and how far below the top edge it stands. */
interface Anchor {
  id: string;
  top: number;
}

export function useThreadScroll(conversation: number, { first, last, latest, target, onTop, onBottom }: Edges): ThreadScroll {
  const frame = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const glued = useRef(true);
  const anchor = useRef<Anchor | null>(null);
  const lastTop = useRef(0);
  const done = useRef(0);
  const leaving = useRef(false);
  const [atEnd, setAtEnd] = useState(true);
  const loaded = first !== undefined;

  const settle = useCallback(
    (near: boolean) => {
      if (leaving.current) return;
      glued.current = near && latest;
      setAtEnd(near && latest);
      anchor.current = frame.current ? findAnchor(frame.current) : null;
    },
    [latest],
  );

  const toEnd = useCallback(
    (smooth = false) => {
      glued.current = true;
      // From a stretch of history the end has to be shown first: until then no scrolling changes the mind.
      leaving.current = !latest;
      setAtEnd(true);
      frame.current?.scrollTo({ top: frame.current.scrollHeight, behavior: smooth && latest ? 'smooth' : 'instant' });
    },
    [latest],
  );

  useLayoutEffect(() => {
    if (!latest || !leaving.current) return;
    leaving.current = false;
    frame.current?.scrollTo({ top: frame.current.scrollHeight, behavior: 'instant' });
  }, [latest]);

  const onScroll = useCallback(() => {
    const box = frame.current;
    if (!box) return;
    const below = box.scrollHeight - box.scrollTop - box.clientHeight;
    // Only going up lets go of the end: what came in below since the last frame does not.
    settle(below < NEAR_END || (glued.current && box.scrollTop >= lastTop.current));
    lastTop.current = box.scrollTop;
    if (box.scrollTop < NEAR_EDGE) onTop();
    if (below < NEAR_EDGE && !latest) onBottom();
  }, [latest, onBottom, onTop, settle]);

  // Opening: at the unread line when there is one, else at the end.
  const open = useEffectEvent(() => {
    const box = frame.current;
    if (!box) return;
    const line = box.querySelector('[data-unread-line]');
    if (line instanceof HTMLElement && line.offsetTop < box.scrollHeight - box.clientHeight) {
      box.scrollTop = line.offsetTop - 80;
      glued.current = false;
      setAtEnd(false);
    } else toEnd();
    anchor.current = findAnchor(box);
  });
  useLayoutEffect(() => {
    if (loaded) open();
  }, [conversation, loaded]);

  // History comes in above or below, and leaves at the far end: what is being read stays under the eyes.
  useLayoutEffect(() => {
    const box = frame.current;
    if (box && glued.current) box.scrollTo({ top: box.scrollHeight, behavior: 'instant' });
    else if (box && anchor.current) hold(box, anchor.current);
  }, [first, last]);

  useLayoutEffect(() => {
    const box = frame.current;
    const line = target && box && done.current !== target.turn ? box.querySelector(`#m-${target.id}`) : null;
    if (!target || !box || !line) return;
    done.current = target.turn;
    leaving.current = false;
    const edge = box.getBoundingClientRect().top;
    box.scrollTop += line.getBoundingClientRect().top - edge - box.clientHeight / 3;
    settle(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END);
    anchor.current = { id: line.id, top: line.getBoundingClientRect().top - edge };
    line.animate([{ background: 'var(--selection)' }, { background: 'transparent' }], { duration: FLASH_MS });
  }, [target, first, last, settle]);

  // Pictures and letters grow after they are placed.
  useEffect(() => {
    if (!sheet.current) return undefined;
    const observer = new ResizeObserver(() => {
      const box = frame.current;
      if (!box) return;
      if (glued.current) box.scrollTo({ top: box.scrollHeight, behavior: 'instant' });
      else if (anchor.current) hold(box, anchor.current);
    });
    observer.observe(sheet.current);
    return () => observer.disconnect();
  }, [conversation, loaded]);

  return { frame, sheet, atEnd, onScroll, toEnd };
}

function findAnchor(box: HTMLElement): Anchor | null {
  const edge = box.getBoundingClientRect().top;
  for (const line of box.querySelectorAll('[data-seq]')) {
    const { top, bottom } = line.getBoundingClientRect();
    if (bottom > edge) return { id: line.id, top: top - edge };
  }
  return null;
}

function hold(box: HTMLElement, anchor: Anchor): void {
  const line = box.querySelector(`#${anchor.id}`);
  if (!line) return;
  const moved = line.getBoundingClientRect().top - box.getBoundingClientRect().top - anchor.top;
  if (Math.abs(moved) > 0.5) box.scrollTop += moved;
}
