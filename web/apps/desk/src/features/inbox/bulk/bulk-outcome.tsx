import { Button, Group, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { numbered } from '@otklik/i18n';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { useStore } from '~/shared/store';
import { asked } from './asking';
import { loadRun, refused, running, tellOutcome } from './run';
import classes from './bulk.module.css';

/** The run that goes on in the background, and what could not be done. */
export default function BulkOutcome() {
  const id = useStore(running);
  return (
    <>
      {id === null ? null : <Progress key={id} id={id} />}
      <Refusals />
    </>
  );
}

const LOOK_MS = 5_000;

function Progress({ id }: { id: number }) {
  const { t } = useTranslation('filters');
  // Progress is pushed; now and then it is asked for as well, should the line be cut.
  const { data } = useQuery({ queryKey: keys.bulk(id), queryFn: () => loadRun(id), refetchInterval: LOOK_MS });
  useEffect(() => {
    if (data?.state !== 'done') return;
    running.set(null);
    tellOutcome(data);
  }, [data]);
  if (!data) return null;
  return (
    <div className={classes.progress} role="status">
      {t('bulk.progress', { done: data.done, total: data.total })}
      <progress aria-label={t('bulk.title')} value={data.done} max={data.total} />
    </div>
  );
}

const reasons = new Set(['conversation_not_found', 'already_open', 'cannot_undo', 'forbidden', 'snooze_in_the_past', 'too_many_tags', 'reason_needed', 'topic_needed', 'fields_needed', 'topic_not_found', 'reason_not_found', 'changed_since', 'tag_not_found', 'operator_not_found', 'team_not_found', 'already_joined', 'contacts_differ']);

/** Answers of the dialogue of closing are what these lack. */
const fixable = new Set(['reason_needed', 'topic_needed', 'fields_needed', 'reason_not_found', 'topic_not_found']);

function Refusals() {
  const { t } = useTranslation('filters');
  const language = useLanguage();
  const run = useStore(refused);
  const close = () => refused.set(null);
  if (!run) return null;
  const unclosed = run.failures.filter((one) => fixable.has(one.code)).map((one) => one.id);
  const fix = () => {
    close();
    asked.set({ what: 'close', target: { ids: unclosed } });
  };
  return (
    <Modal opened onClose={close} title={t('bulk.refused', { count: run.failures.length })} closeButtonProps={{ 'aria-label': t('close') }}>
      <ul className={classes.refused}>
        {run.failures.map((one) => (
          <li key={one.id}>
            <Link to="/inbox/$view/$id" params={{ view: 'all', id: String(one.id) }} search={{}} onClick={close}>
              <bdi>{one.name || numbered(one.id, language)}</bdi>
            </Link>
            <span>{t(`bulk.reason.${(reasons.has(one.code) ? one.code : 'other') as 'other'}`)}</span>
          </li>
        ))}
      </ul>
      <Group gap="sm">
        {unclosed.length > 0 ? (
          <Button data-autofocus onClick={fix}>
            {t('bulk.fix', { count: unclosed.length })}
          </Button>
        ) : null}
        <Button variant="default" onClick={close}>
          {t('close')}
        </Button>
      </Group>
    </Modal>
  );
}
