import { Button } from '@mantine/core';
import type { Conversation, LinkedConversation } from '@otklik/api';
import { numbered } from '@otklik/i18n';
import { IconAction } from '@otklik/ui';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { attributeText } from '~/shared/attributes';
import { runAction } from '~/shared/actions';
import { useTalkFields } from '~/shared/closing/asked';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { useLinking } from '~/shared/linking';
import { server } from '~/shared/server';
import { usePermission } from '~/shared/session';
import { TaskRow } from '~/shared/tasks/task-row';
import { taskRequest, useTasksOf } from '~/shared/tasks/tasks';
import classes from './contact.module.css';

/** The conversation beside the card: what it is about, what is to be done, and which others belong to it. */
export function Talk({ id }: { id: number }) {
  const { t } = useTranslation('contact');
  const { data } = useQuery({ queryKey: keys.conversation(id), queryFn: ({ signal }) => server.get<Conversation>(`/conversations/${id}`, undefined, signal), staleTime: 60_000 });
  const mayReply = usePermission('conversations.reply');
  const tasks = useTasksOf(id);
  return (
    <>
      {data ? <About talk={data} /> : null}
      {tasks.length > 0 ? (
        <ul className={classes.list} aria-label={t('talk.tasks')}>
          {tasks.map((task) => (
            <TaskRow key={task.id} task={task} />
          ))}
        </ul>
      ) : null}
      {data ? <Kin talk={data} /> : null}
      {mayReply ? (
        <div className={classes.hidden}>
          <Button size="compact-sm" variant="default" onClick={() => taskRequest.set({ conversation: id })}>
            {t('talk.addTask')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => runAction('conversation.link')}>
            {t('talk.link')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function About({ talk }: { talk: Conversation }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const fields = useTalkFields().filter((one) => talk.fields[one.key] !== undefined);
  if (!talk.topic && fields.length === 0) return null;
  return (
    <dl className={classes.fields} aria-label={t('talk.about')}>
      {talk.topic ? <Fact name={t('talk.topic')} value={talk.topic.name} /> : null}
      {fields.map((one) => (
        <Fact key={one.key} name={one.name} value={attributeText(one.kind, talk.fields[one.key], language)} />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.still} dir="auto">
          {value}
        </span>
      </dd>
    </div>
  );
}

function Kin({ talk }: { talk: Conversation }) {
  const { t } = useTranslation('contact');
  if (!talk.parent && talk.children.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t('talk.kin')}>
      {talk.parent ? <Relative one={talk.parent} child={talk.id} role={t('talk.parent')} /> : null}
      {talk.children.map((one) => (
        <Relative key={one.id} one={one} child={one.id} role={t('talk.child')} />
      ))}
    </ul>
  );
}

function Relative({ one, child, role }: { one: LinkedConversation; child: number; role: string }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const mayReply = usePermission('conversations.reply');
  const { unlink } = useLinking();
  const number = numbered(one.id, language);
  return (
    <li className={classes.kin}>
      <Link to="/inbox/$view/$id" params={{ view: 'all', id: String(one.id) }} className="truncate">
        {number} {one.subject ?? one.contact_name}
      </Link>
      <span className={classes.minor}>
        {role} · {t(`status.${one.status}`)}
      </span>
      {mayReply ? <IconAction label={t('talk.unlink', { number })} icon={IconX} size="sm" onClick={() => unlink.mutate(child)} /> : null}
    </li>
  );
}
