import { SegmentedControl } from '@mantine/core';
import type { Task } from '@otklik/api';
import { EmptyState } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskRow } from '~/shared/tasks/task-row';
import { latenessOf, useOwnTasks, type Lateness } from '~/shared/tasks/tasks';
import classes from '~/shared/tasks/tasks.module.css';

const order: Lateness[] = ['late', 'today', 'later', 'none'];

/** My tasks: what is late first, then today, later, and what has no time; or those done lately. */
export default function TasksPage() {
  const { t } = useTranslation('tasks');
  const [done, setDone] = useState(false);
  const tasks = useOwnTasks(done);
  const now = new Date();
  const groups = order.map((lateness) => ({ lateness, items: (tasks.data ?? []).filter((one) => latenessOf(one.due_at, now) === lateness) }));
  return (
    <main id="main" className={classes.page} tabIndex={-1}>
      <div className={classes.head}>
        <h1>{t('mine')}</h1>
        <SegmentedControl size="xs" aria-label={t('which')} value={done ? 'done' : 'open'} onChange={(value) => setDone(value === 'done')} data={[{ value: 'open', label: t('which_open') }, { value: 'done', label: t('which_done') }]} />
      </div>
      {tasks.data?.length === 0 ? <EmptyState drawing="done" title={t(done ? 'noneDone' : 'none')} hint={t('noneHint')} /> : null}
      {done ? <Rows items={tasks.data ?? []} /> : null}
      {done
        ? null
        : groups
            .filter((group) => group.items.length > 0)
            .map((group) => (
              <section key={group.lateness} aria-label={t(`group.${group.lateness}`)}>
                <h2 className={classes.group}>{t(`group.${group.lateness}`)}</h2>
                <Rows items={group.items} />
              </section>
            ))}
    </main>
  );
}

function Rows({ items }: { items: Task[] }) {
  return (
    <ul className={classes.list}>
      {items.map((task) => (
        <TaskRow key={task.id} task={task} placed />
      ))}
    </ul>
  );
}
