import '@otklik/ui/forms';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Radio.css';
import '@mantine/core/styles/Switch.css';
import { Button, Group, Modal, Stack, Switch, Textarea } from '@mantine/core';
import { spanOf } from '@otklik/i18n';
import type { ClosingNeeds, ClosingReason, Conversation } from '@otklik/api';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { useSession } from '~/shared/session';
import { useReasons, type Closing } from '~/shared/labels';
import { moveAmongChoices } from '~/shared/choices/choice-keys';
import classes from '~/shared/choices/choices.module.css';
import { AboutFields, TopicSelect } from './about-fields';
import { readTyped, topicChoices, typedOf, useTalkFields, useTopicNeeded, useTopics } from './asked';

interface CloseDialogProps {
  /** The one that is open: what it is about already is not asked again. */
  conversation?: Pick<Conversation, 'topic' | 'fields' | 'team' | 'children'> | undefined;
  /** How many are closed, when it is more than the one that is open. */
  count?: number | undefined;
  /** What the strictest rule among many demands, once it is known. */
  needs?: ClosingNeeds | undefined;
  onChoose: (closing: Closing) => void;
  onClose: () => void;
}

/** Why a conversation is closed and what it was about. With nothing but reasons a digit or Enter on one closes it at once. */
export default function CloseDialog({ conversation, count, needs, onChoose, onClose }: CloseDialogProps) {
  const { t } = useTranslation('conversation');
  const reasons = useReasons();
  const topics = topicChoices(useTopics());
  const fields = useTalkFields()
    .filter((one) => !one.archived)
    .map((one) => (needs ? { ...one, required: (needs.fields[one.key] ?? 0) > 0 } : one));
  const open = conversation?.children.filter((one) => one.status !== 'resolved').length ?? 0;
  const more = topics.length > 0 || fields.length > 0 || reasons.length === 0;
  const before = conversation?.fields ?? {};
  const [reason, setReason] = useState<number | null>(null);
  const [topic, setTopic] = useState(conversation?.topic ? String(conversation.topic.id) : null);
  const [typed, setTyped] = useState(() => typedOf(before));
  const [note, setNote] = useState('');
  const [asks, setAsks] = useState(true);
  const [tried, setTried] = useState(false);
  const language = useLanguage();
  const { reopen_minutes: reopens, reason_required: reasonRule } = useSession().workspace;
  const reasonNeeded = needs?.reason ?? reasonRule;
  const topicRule = useTopicNeeded(conversation?.team?.id);
  const topicNeeded = (needs ? needs.topic > 0 : topicRule) && topics.length > 0;
  const read = readTyped(fields, typed, before);
  const missing = { reason: reasonNeeded && reasons.length > 0 && reason === null, topic: topicNeeded && topic === null };
  const words = { ...(note.trim() && { note: note.trim() }), ...(!asks && { ask_rating: false }) };
  const choose = (chosen: number | null) => onChoose({ ...(chosen !== null && { reason_id: chosen }), ...(topic !== null && { topic_id: Number(topic) }), ...(Object.keys(read.values).length > 0 && { fields: read.values }), ...words });
  const close = () => {
    setTried(true);
    if (!missing.reason && !missing.topic && Object.keys(read.faults).length === 0) choose(reason);
  };
  const title = more ? (count === undefined ? t('closing.titleAbout') : t('closing.titleAboutMany', { count })) : count === undefined ? t('closing.title') : t('closing.titleMany', { count });
  const hear = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <Modal opened onClose={onClose} title={title} size="sm" onKeyDown={hear} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          close();
        }}
      >
        {open > 0 ? (
          <p className={classes.fault} role="status">
            {t('kin.openBelow', { count: open })}
          </p>
        ) : null}
        {reasons.length > 0 ? (
          <>
            {more ? <p className={classes.legend}>{t('closing.reasons')}</p> : null}
            <ul className={`${classes.list ?? ''} ${classes.section ?? ''}`} aria-label={t('closing.reasons')} data-choices="">
              {reasons.map((one, index) => (
                <li key={one.id}>
                  <Reason reason={one} index={index} chosen={more ? reason === one.id : null} onChoose={() => (more ? setReason(reason === one.id ? null : one.id) : choose(one.id))} />
                </li>
              ))}
            </ul>
            {tried && missing.reason ? (
              <p className={classes.fault} role="alert">
                {t('closing.reasonNeeded')}
              </p>
            ) : null}
          </>
        ) : null}
        <Stack gap="sm">
          {topics.length > 0 ? <TopicSelect choices={topics} value={topic} needed={topicNeeded} hint={needs && needs.topic > 0 && needs.topic < needs.total ? t('closing.neededBy', { count: needs.topic, total: needs.total }) : null} error={tried && missing.topic ? t('closing.needed') : null} onChange={setTopic} /> : null}
          <AboutFields fields={fields} typed={typed} faults={tried ? read.faults : {}} onChange={setTyped} />
          <Textarea label={t('closing.note')} description={t('transfer.noteHint')} value={note} maxLength={2000} autosize minRows={1} maxRows={5} onChange={(event) => setNote(event.currentTarget.value)} />
        </Stack>
        <Switch mt="md" label={t('closing.ask')} description={t('closing.askHint')} checked={asks} onChange={(event) => setAsks(event.currentTarget.checked)} />
        <p className={classes.rule}>{reopens > 0 ? t('closing.reopens', { span: spanOf(reopens, language) }) : t('closing.reopensNever')}</p>
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          {more ? <Button type="submit">{t('closing.close')}</Button> : null}
          {more || reasonNeeded ? null : (
            <Button variant="default" onClick={() => choose(null)}>
              {t('closing.without')}
            </Button>
          )}
        </Group>
      </form>
    </Modal>
  );
}

function Reason({ reason, index, chosen, onChoose }: { reason: ClosingReason; index: number; chosen: boolean | null; onChoose: () => void }) {
  return (
    <button type="button" className={classes.choice} data-choice="" {...(chosen !== null && { 'aria-pressed': chosen })} onKeyDown={moveAmongChoices} onClick={onChoose} {...(index === 0 && { 'data-autofocus': true })}>
      <span className={classes.label} dir="auto">
        {reason.name}
      </span>
      {index < 9 ? (
        <span className={classes.digit} aria-hidden="true">
          {index + 1}
        </span>
      ) : null}
    </button>
  );
}
