import type { Message } from '@otklik/api';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

const GATHER_MS = 1500;
const LONGEST = 300;

/** Reads aloud what the customer writes while the conversation is open, several lines at once as one. */
export function Announcer({ items, name }: { items: Message[]; name: string }) {
  const { t } = useTranslation('conversation');
  const newest = items.at(-1)?.seq ?? 0;
  const told = useRef(newest);
  const [words, setWords] = useState('');
  const tell = useEffectEvent(() => {
    const fresh = items.filter((one) => one.direction === 'in' && one.seq > told.current);
    told.current = newest;
    const last = fresh.at(-1);
    if (last) setWords(t('heard', { count: fresh.length, name, text: last.text.slice(0, LONGEST) || t(`kind.${last.kind as 'image'}`, { defaultValue: t('attachment') }) }));
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (newest <= told.current || timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      tell();
    }, GATHER_MS);
  }, [newest]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <p className="visually-hidden" aria-live="polite">
      {words}
    </p>
  );
}
