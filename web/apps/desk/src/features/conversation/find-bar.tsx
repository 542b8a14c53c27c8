import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { FoundInConversation } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconChevronDown, IconChevronUp, IconSearch, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { placeAmong, stepped } from './finding';
import { useJump } from './jumping';
import classes from './find-bar.module.css';

const PAUSE_MS = 250;

interface FindBarProps {
  id: number;
  onWords: (words: ReadonlySet<string>) => void;
  onMatch: (messageId: number | null) => void;
  onClose: () => void;
}

/** Ctrl+F: words over the whole history, the newest match first; closed, it gives the focus back. */
export default function FindBar({ id, onWords, onMatch, onClose }: FindBarProps) {
  const { t } = useTranslation('search');
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), PAUSE_MS);
  const found = useFound(id, q);
  const answer = q ? found.data : undefined;
  const walk = useWalk(q, answer, found.isPlaceholderData, onMatch);
  const forms = answer?.forms;
  useEffect(() => onWords(new Set(forms)), [forms, onWords]);
  const frame = useRef<HTMLDivElement>(null);
  useKeys(frame, { close: onClose, step: walk.step });
  return (
    <div ref={frame} className={classes.bar} role="search" aria-label={t('find')}>
      <TextInput
        className={classes.field ?? ''}
        size="sm"
        value={text}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={t('find')}
        aria-label={t('find')}
        leftSection={<IconSearch size={16} stroke={1.7} aria-hidden="true" />}
      />
      <span className={classes.count} role="status">
        {q && found.isError ? problemText(found.error) : null}
        {answer && !found.isPlaceholderData ? <Count at={walk.at} found={answer} /> : null}
      </span>
      <IconAction label={t('findPrevious')} icon={IconChevronUp} onClick={() => walk.step(1)} disabled={!answer?.items.length} />
      <IconAction label={t('findNext')} icon={IconChevronDown} onClick={() => walk.step(-1)} disabled={!answer?.items.length} />
      <IconAction label={t('findClose')} icon={IconX} onClick={onClose} />
    </div>
  );
}

interface BarKeys {
  close: () => void;
  step: (by: number) => void;
}

/** Takes the focus, and the keys of the whole bar; whoever had the focus gets it back. */
function useKeys(frame: { current: HTMLDivElement | null }, bar: BarKeys): void {
  const heard = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') bar.close();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) bar.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  useEffect(() => {
    const box = frame.current;
    const before = document.activeElement;
    const listen = (event: KeyboardEvent) => heard(event);
    box?.querySelector('input')?.focus();
    box?.addEventListener('keydown', listen);
    return () => {
      box?.removeEventListener('keydown', listen);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [frame]);
}

function useFound(id: number, q: string) {
  return useQuery({
    queryKey: keys.findings(id, q),
    queryFn: ({ signal }) => server.get<FoundInConversation>(`/conversations/${id}/search`, { q }, signal),
    enabled: q !== '',
    staleTime: 5_000,
    placeholderData: keepPreviousData,
  });
}

/** Steps through the matches, towards older ones with 1. New words begin at the newest; new matches move nobody. */
function useWalk(q: string, answer: FoundInConversation | undefined, old: boolean, onMatch: (messageId: number | null) => void) {
  const jump = useJump();
  const [stood, setStood] = useState<{ q: string; id: number } | null>(null);
  const items = answer?.items ?? [];
  const at = placeAmong(items, stood?.id ?? null, stood?.q === q);
  const go = (index: number) => {
    const item = items[index];
    setStood(item ? { q, id: item.id } : null);
    onMatch(item?.id ?? null);
    if (item) jump(item.id, item.seq);
  };
  const begin = useEffectEvent(() => {
    if (answer ? !old && stood?.q !== q : stood !== null) go(0);
  });
  useEffect(() => begin(), [q, answer, old]);
  const step = (by: number) => {
    if (items.length > 0 && !old) go(stepped(at, by, items.length));
  };
  return { at, step };
}

function Count({ at, found }: { at: number; found: FoundInConversation }) {
  const { t } = useTranslation('search');
  if (found.total === 0) return <>{t('findNothing')}</>;
  const place = { place: at + 1, total: found.total };
  return (
    <>
      {found.more ? t('findMany', place) : t('findPlace', place)}
      {found.corrected ? <span className={classes.corrected}>{` · ${found.corrected}`}</span> : null}
    </>
  );
}
