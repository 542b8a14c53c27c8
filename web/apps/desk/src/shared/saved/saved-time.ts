import { clockTime, dateLabel, dayKey } from '@otklik/i18n';
import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n';

/** «14:02» today, «22 ноября, 14:02» before: when a copy was kept. */
export function useSavedTime(at: number | null): string {
  const language = useLanguage();
  if (at === null) return '';
  const [then, now] = [new Date(at), new Date()];
  const clock = clockTime(then, language);
  return dayKey(then) === dayKey(now) ? clock : `${dateLabel(then, now, language)}, ${clock}`;
}

/** True once it has been so for a while: what passes in a blink is not worth a word. */
export function useLasting(is: boolean, patience: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(is), is ? patience : 0);
    return () => clearTimeout(timer);
  }, [is, patience]);
  return is && lasting;
}
