import { Switch } from '@mantine/core';
import type { Session, Topic } from '@otklik/api';
import { EmptyState, PageHeader, Section } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { topicsQuery } from '~/shared/closing/asked';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { useDeed, usePutWorkspace } from '../asking';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { SettingNote } from '../setting-note';
import { NewTopic } from './new-topic';
import { TopicRow } from './topic-row';
import { depthOf } from './tree';

/** The tree of what conversations can be about. */
export default function TopicsPage() {
  const { t } = useTranslation('admin');
  const topics = useQuery(topicsQuery);
  return (
    <>
      <PageHeader title={t('topics.title')} hint={t('topics.hint')} />
      <Required />
      <div style={{ height: 16 }} />
      <Loaded query={topics}>{(all) => <Tree all={all} />}</Loaded>
      <div style={{ height: 24 }} />
      <Section title={t('topics.new')}>
        <NewTopic parent={null} />
      </Section>
    </>
  );
}

function Tree({ all }: { all: Topic[] }) {
  const { t } = useTranslation('admin');
  const active = all.filter((one) => !one.archived);
  const archived = all.filter((one) => one.archived);
  const row = (one: Topic) => <TopicRow key={one.id} topic={one} depth={one.archived ? 0 : depthOf(all, one)} beside={active.filter((other) => other.parent_id === one.parent_id).map((other) => other.id)} above={all.find((other) => other.id === one.parent_id)?.name ?? ''} all={all} />;
  return (
    <>
      {active.length > 0 ? <ul className={classes.list}>{active.map(row)}</ul> : <EmptyState drawing="done" title={t('topics.empty')} hint={t('topics.emptyHint')} />}
      {archived.length > 0 ? (
        <>
          <div className={classes.apart} />
          <Section title={t('topics.archived')} hint={t('topics.archivedHint')}>
            <ul className={classes.list}>{archived.map(row)}</ul>
          </Section>
        </>
      ) : null}
    </>
  );
}

function Required() {
  const { t } = useTranslation('admin');
  const { workspace } = useSession();
  const put = usePutWorkspace();
  const save = useDeed({ stale: [['workspace']], run: (required: boolean) => server.patch<Session['workspace']>('/workspace', { topic_required: required }), onDone: put });
  return (
    <div className={classes.stack}>
      <Switch label={t('topics.required')} description={t('topics.requiredHint')} checked={workspace.topic_required} disabled={save.isPending} onChange={(event) => save.mutate(event.currentTarget.checked)} />
      <SettingNote of="topic_required" />
    </div>
  );
}
