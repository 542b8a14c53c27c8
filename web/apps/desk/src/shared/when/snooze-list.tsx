import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Switch.css';
import { Button, Switch, UnstyledButton } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useArrowWalk } from '~/shared/arrow-walk';
import { useLanguage } from '~/shared/i18n';
import { napUntil, shapeNap, UNTIL_REPLY, type Nap } from '~/shared/nap';
import { usePreferences } from '~/shared/preferences';
import { offeredPresets } from '~/shared/snooze-presets';
import { nextMorning } from '~/shared/snooze-times';
import { CustomTime } from './custom-time';
import classes from './when.module.css';

const PresetsEditor = lazy(() => import('./presets-editor'));

/** How a conversation is put off: one's own moments, until the customer writes, or any other time, and where it comes back to. */
export function SnoozeList({ onChoose }: { onChoose: (nap: Nap) => void }) {
  const { t } = useTranslation('conversation');
  const [toQueue, setToQueue] = useState(false);
  const [editing, setEditing] = useState(false);
  const [wakes, setWakes] = useState(true);
  const choose = (nap: Nap) => onChoose(shapeNap(nap, { toQueue, wakes }));
  if (editing) {
    return (
      <Suspense fallback={null}>
        <PresetsEditor onDone={() => setEditing(false)} />
      </Suspense>
    );
  }
  return (
    <>
      <Moments onWake={() => setWakes(!wakes)} onChoose={choose} />
      <div className={classes.foot}>
        <Switch size="sm" label={<Wake />} description={t('snooze.wakeHint')} aria-keyshortcuts="W" checked={wakes} onChange={(event) => setWakes(event.currentTarget.checked)} />
        <Switch size="sm" label={t('snooze.toQueue')} description={t('snooze.toQueueHint')} checked={toQueue} onChange={(event) => setToQueue(event.currentTarget.checked)} />
        <Button size="compact-sm" variant="subtle" onClick={() => setEditing(true)}>
          {t('snooze.edit.open')}
        </Button>
      </div>
    </>
  );
}

function Wake() {
  const { t } = useTranslation('conversation');
  return (
    <>
      {t('snooze.wake')}{' '}
      <span className={classes.digit} aria-hidden="true">
        W
      </span>
    </>
  );
}

interface MomentsProps {
  onWake: () => void;
  onChoose: (nap: Nap) => void;
}

function Moments({ onWake, onChoose }: MomentsProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const list = useRef<HTMLDivElement>(null);
  const [{ snooze }] = usePreferences();
  const offered = offeredPresets(snooze, new Date());
  const naps = [...offered.map((one) => napUntil(one.at)), UNTIL_REPLY];
  useArrowWalk(list);
  useListKeys(list, { naps, onChoose, onWake });
  return (
    <div ref={list} className={classes.times}>
      {offered.map((one, index) => (
        <Moment key={one.kept} index={index} label={one.usual ? t(`snooze.${one.usual}`) : one.kept} when={weekdayTime(one.at, language)} onChoose={() => onChoose(napUntil(one.at))} />
      ))}
      <Moment index={offered.length} label={t('snooze.reply')} when="" onChoose={() => onChoose(UNTIL_REPLY)} />
      <CustomTime set={t('snooze.set')} onChoose={(at) => onChoose(napUntil(at))} />
    </div>
  );
}

function Moment({ index, label, when, onChoose }: { index: number; label: string; when: string; onChoose: () => void }) {
  return (
    <UnstyledButton data-stop {...(index === 0 && { 'data-autofocus': true })} className={classes.time} onClick={onChoose}>
      <span className={classes.name}>{label}</span>
      <span className={classes.when}>{when}</span>
      {index < 9 ? (
        <span className={classes.digit} aria-hidden="true">
          {index + 1}
        </span>
      ) : null}
    </UnstyledButton>
  );
}

/** In the list, but not in its fields: the key that opened it means tomorrow morning, a digit the moment of that place, W whether the customer wakes it. */
function useListKeys(list: RefObject<HTMLElement | null>, { naps, onChoose, onWake }: { naps: Nap[]; onChoose: (nap: Nap) => void; onWake: () => void }): void {
  const hear = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    if (event.code === 'KeyW') {
      event.preventDefault();
      onWake();
      return;
    }
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const nap = event.code === 'KeyZ' ? napUntil(nextMorning(new Date())) : naps[Number(digit) - 1];
    if (!nap) return;
    event.preventDefault();
    onChoose(nap);
  });
  useEffect(() => {
    const frame = list.current;
    const listen = (event: KeyboardEvent) => hear(event);
    frame?.addEventListener('keydown', listen);
    return () => frame?.removeEventListener('keydown', listen);
  }, [list]);
}
