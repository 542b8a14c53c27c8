import type { Priority } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { PriorityMark, priorities } from '~/shared/priority-mark';
import { moveAmongChoices } from '~/shared/choices/choice-keys';
import classes from '~/shared/choices/choices.module.css';

interface PriorityChoiceProps {
  priority: Priority;
  onChoose: (priority: Priority) => void;
}

export function PriorityChoice({ priority, onChoose }: PriorityChoiceProps) {
  const { t } = useTranslation('conversation');
  return (
    <div role="radiogroup" aria-label={t('priority.title')} data-choices="">
      {priorities.map((one, index) => (
        <button key={one} type="button" role="radio" aria-checked={one === priority} data-choice="" onKeyDown={moveAmongChoices} className={classes.choice} onClick={() => onChoose(one)} {...(one === priority && { 'data-autofocus': true })}>
          <span className={classes.place} aria-hidden="true">
            <PriorityMark priority={one} size={15} />
          </span>
          <span className={classes.label}>{t(`event.priorities.${one}`)}</span>
          <span className={classes.digit} aria-hidden="true">
            {index + 1}
          </span>
        </button>
      ))}
    </div>
  );
}
