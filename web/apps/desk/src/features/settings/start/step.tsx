import { IconCheck } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './start.module.css';

interface StepProps {
  number: number;
  done: boolean;
  title: string;
  hint: string;
  children: ReactNode;
}

export function Step({ number, done, title, hint, children }: StepProps) {
  const { t } = useTranslation('setup');
  const id = useId();
  return (
    <li className={classes.step} data-done={done} aria-labelledby={id}>
      <div className={classes.head}>
        <span className={classes.mark} aria-hidden="true">
          {done ? <IconCheck size={15} stroke={2.5} /> : number}
        </span>
        <div>
          <h2 id={id}>
            {title} <span className="visually-hidden">{done ? t('start.stepDone') : t('start.stepTodo')}</span>
          </h2>
          <p>{hint}</p>
        </div>
      </div>
      <div className={classes.body}>{children}</div>
    </li>
  );
}
