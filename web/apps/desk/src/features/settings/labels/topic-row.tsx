import { Button, Select } from '@mantine/core';
import type { Topic } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { NAME_MAX } from '~/shared/labels';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import { RowForm } from '../editable-row';
import classes from '../parts.module.css';
import { NewTopic } from './new-topic';
import { DEEPEST, parentChoices } from './tree';

interface TopicRowProps {
  topic: Topic;
  depth: number;
  /** Those of the same parent in their order, this one among them. */
  beside: number[];
  /** The name of the one above. */
  above: string;
  all: Topic[];
}

/** One topic of the tree: renamed in place, moved among those beside it, given one below it, archived and brought back. */
export function TopicRow({ topic, depth, beside, above, all }: TopicRowProps) {
  const { t } = useTranslation('admin');
  const [open, setOpen] = useState<'name' | 'below' | null>(null);
  const [parent, setParent] = useState(topic.parent_id);
  const path = `/topics/${topic.id}`;
  const stale = [keys.topics];
  const put = useDeed({ stale, run: (change: { place?: number; archived?: boolean }) => server.patch<Topic>(path, change) });
  const place = beside.indexOf(topic.id);
  const { name } = topic;
  const change = () => {
    setParent(topic.parent_id);
    setOpen('name');
  };
  const indent = { paddingInlineStart: `calc(${depth} * 24px + 12px)` };
  if (open === 'name') {
    return (
      <li style={indent}>
        <RowForm label={t('topics.name')} maxLength={NAME_MAX} first={name} save={(given) => server.patch<Topic>(path, { name: given, ...(parent !== topic.parent_id && { parent_id: parent }) })} stale={stale} onDone={() => setOpen(null)}>
          {topic.archived ? null : (
            <Select label={t('topics.parent')} description={t('topics.parentHint')} searchable clearable limit={100} placeholder={t('topics.top')} nothingFoundMessage={t('topics.noParent')} data={parentChoices(all, topic)} value={parent === null ? null : String(parent)} onChange={(value) => setParent(value === null ? null : Number(value))} />
          )}
        </RowForm>
      </li>
    );
  }
  return (
    <li className={open ? undefined : classes.spread} style={indent} data-topic={topic.id}>
      <span className={open ? classes.spread : undefined} style={open ? undefined : { display: 'contents' }}>
        <span className={classes.name} dir="auto">
          {topic.archived && above ? `${above} › ${name}` : name}
        </span>
        <span className={classes.row}>
          {topic.archived ? null : (
            <>
              <IconAction label={t('topics.below', { name })} icon={IconPlus} disabled={depth >= DEEPEST} onClick={() => setOpen('below')} />
              <IconAction label={t('topics.upOf', { name })} icon={IconArrowUp} disabled={place <= 0} onClick={() => put.mutate({ place: place - 1 })} />
              <IconAction label={t('topics.downOf', { name })} icon={IconArrowDown} disabled={place === beside.length - 1} onClick={() => put.mutate({ place: place + 1 })} />
              <Button variant="default" aria-label={t('topics.changeOf', { name })} onClick={change}>
                {t('change')}
              </Button>
            </>
          )}
          <Button variant="default" loading={put.isPending} aria-label={t(topic.archived ? 'topics.restoreOf' : 'topics.archiveOf', { name })} onClick={() => put.mutate({ archived: !topic.archived })}>
            {t(topic.archived ? 'attributes.restore' : 'attributes.archive')}
          </Button>
        </span>
      </span>
      {open === 'below' ? <NewTopic parent={topic.id} onDone={() => setOpen(null)} /> : null}
    </li>
  );
}
