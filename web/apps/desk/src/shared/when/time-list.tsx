import { UnstyledButton } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { useTranslation } from 'react-i18next';
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
  return (
    <div className={classes.times}>
      {snoozeChoices(new Date()).map((choice) => (
        <UnstyledButton key={choice.id} className={classes.time} onClick={() => onChoose(choice.at)}>
          <span>{t(`snooze.${choice.id}`)}</span>
          <span className={classes.when}>{weekdayTime(choice.at, language)}</span>
        </UnstyledButton>
      ))}
      <CustomTime set={set} onChoose={onChoose} />
    </div>
  );
}
