import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import { Checkbox } from '@mantine/core';
import type { Task } from '@otklik/api';
import { numbered, weekdayTime } from '@otklik/i18n';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { tellUndoable } from '~/shared/undo-notice';
import { latenessOf, taskRequest, useTaskDeeds } from './tasks';
import classes from './tasks.module.css';

interface TaskRowProps {
  task: Task;
  /** Names the conversation, where the list is of several. */
  placed?: boolean;
}

/** A task: ticked off by its box, changed by its name. */
export function TaskRow({ task, placed = false }: TaskRowProps) {
  const { t } = useTranslation('tasks');
  const language = useLanguage();
  const { change } = useTaskDeeds();
  const done = task.done_at !== null;
  const tick = () => change.mutate({ id: task.id, done: !done }, { onSuccess: () => tellUndoable(t(done ? 'opened' : 'done'), t('undo'), () => change.mutate({ id: task.id, done })) });
  return (
    <li className={classes.task} data-done={done} data-task={task.id}>
      <Checkbox size="xs" className={classes.box ?? ''} aria-label={t(done ? 'reopen' : 'tick', { title: task.title })} checked={done} disabled={change.isPending} onChange={tick} />
      <span className={classes.words}>
        <button type="button" className={classes.title} dir="auto" onClick={() => taskRequest.set({ task })}>
          {task.title}
        </button>
        <span className={classes.facts}>
          {task.due_at ? (
            <span className={classes.due} data-late={done ? 'none' : latenessOf(task.due_at, new Date())}>
              {weekdayTime(new Date(task.due_at), language)}
            </span>
          ) : (
            t('untimed')
          )}
          {' · '}
          {done ? t('doneBy', { name: task.done_by }) : (task.operator?.name ?? t('nobody'))}
          {placed ? (
            <>
              {' · '}
              <Link to="/inbox/$view/$id" params={{ view: 'all', id: String(task.conversation_id) }} {...(task.message_seq !== null && { hash: `m-${task.message_seq}` })}>
                {task.contact_name} {numbered(task.conversation_id, language)}
              </Link>
            </>
          ) : null}
        </span>
      </span>
    </li>
  );
}
