import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Canned } from './use-canned';
import classes from './canned.module.css';

const CannedMenu = lazy(() => import('./canned-menu'));

/** The text field with what canned responses need around it: the menu above, marks behind, the refusal below. */
export function CannedField({ canned, children }: { canned: Canned; children: ReactNode }) {
  const { t } = useTranslation('canned');
  const { trigger, places, refused } = canned;
  return (
    <div className={classes.field}>
      {trigger ? (
        <Suspense fallback={null}>
          <CannedMenu canned={canned} query={trigger.query} />
        </Suspense>
      ) : null}
      {places.length > 0 ? <Marks canned={canned} /> : null}
      {children}
      {places.length > 0 ? (
        <p className={classes.left} data-refused={refused} role={refused ? 'alert' : 'status'}>
          {t(refused ? 'fillBeforeSending' : 'unfilled', { count: places.length })}
        </p>
      ) : null}
    </div>
  );
}

/** Lies under the text, letter for letter, and lets the variables shine through. */
function Marks({ canned: { text, places, field } }: { canned: Canned }) {
  const [scroll, setScroll] = useState(0);
  useEffect(() => {
    const area = field.current;
    const follow = () => setScroll(area?.scrollTop ?? 0);
    area?.addEventListener('scroll', follow);
    return () => area?.removeEventListener('scroll', follow);
  }, [field]);
  const parts = places.map((place, number) => (
    <span key={place.start}>
      {text.slice(places[number - 1]?.stop ?? 0, place.start)}
      <mark>{text.slice(place.start, place.stop)}</mark>
    </span>
  ));
  return (
    <div className={classes.marks} aria-hidden="true">
      <div style={{ transform: `translateY(${-scroll}px)` }}>{parts}</div>
    </div>
  );
}
