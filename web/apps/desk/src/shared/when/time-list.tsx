import { UnstyledButton } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useArrowWalk } from '~/shared/arrow-walk';
import { useLanguage } from '~/shared/i18n';
import { snoozeChoices } from '~/shared/snooze-times';
import { CustomTime } from './custom-time';
import classes from './when.module.css';

interface TimeListProps {
  set: string;
  onChoose: (at: Date) => void;
}

/** The usual moments as a list, and any other below it. */
export function TimeList({ set, onChoose }: TimeListProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const list = useRef<HTMLDivElement>(null);
  useArrowWalk(list);
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
