import type { Message } from '@otklik/api';
import { IconCheckbox, IconSquareCheck } from '@tabler/icons-react';
import { taskRequest, useTasksOf } from './tasks';
import classes from './tasks.module.css';

/** Under a message: the tasks that are about it. */
export function TaskMarks({ message }: { message: Message }) {
  const tasks = useTasksOf(message.conversation_id).filter((one) => one.message_id === message.id);
  return tasks.map((task) => {
    const Glyph = task.done_at ? IconCheckbox : IconSquareCheck;
    return (
      <button key={task.id} type="button" className={classes.mark} data-done={task.done_at !== null} onClick={() => taskRequest.set({ task })}>
        <Glyph size={14} stroke={1.8} aria-hidden="true" />
        <span dir="auto">{task.title}</span>
      </button>
    );
  });
}
