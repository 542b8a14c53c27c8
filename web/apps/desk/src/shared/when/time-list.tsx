import { UnstyledButton } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useArrowWalk } from '~/shared/arrow-walk';
import { useLanguage } from '~/shared/i18n';
import { nextMorning, snoozeChoices } from '~/shared/snooze-times';
import { CustomTime } from './custom-time';
import classes from './when.module.css';

interface TimeListProps {
  set: string;
  /** The key that opened the list, pressed again, means tomorrow morning. */
  quick?: boolean;
  onChoose: (at: Date) => void;
}

/** The usual moments as a list, and any other below it. */
export function TimeList({ set, quick = false, onChoose }: TimeListProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const list = useRef<HTMLDivElement>(null);
  useArrowWalk(list);
  useAgain(list, quick, () => onChoose(nextMorning(new Date())));
  return (
    <div ref={list} className={classes.times}>
      {snoozeChoices(new Date()).map((choice, index) => (
        <UnstyledButton key={choice.id} data-stop {...(index === 0 && { 'data-autofocus': true })} className={classes.time} onClick={() => onChoose(choice.at)}>
          <span>{t(`snooze.${choice.id}`)}</span>
          <span className={classes.when}>{weekdayTime(choice.at, language)}</span>
        </UnstyledButton>
      ))}
      <CustomTime set={set} onChoose={onChoose} />
    </div>
  );
}

/** Z inside the list, but not in its fields. */
function useAgain(list: RefObject<HTMLElement | null>, on: boolean, choose: () => void): void {
  const hear = useEffectEvent((event: KeyboardEvent) => {
    if (!on || event.code !== 'KeyZ' || event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    choose();
  });
  useEffect(() => {
    const frame = list.current;
    const listen = (event: KeyboardEvent) => hear(event);
    frame?.addEventListener('keydown', listen);
    return () => frame?.removeEventListener('keydown', listen);
  }, [list]);
}
