import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import type { Conversation, ConversationRow, Page, TimelineEntry } from '@otklik/api';
import { numbered, shortStamp } from '@otklik/i18n';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { tellUndoable } from '~/shared/undo-notice';
import { mergeInto, undoMerge } from './api';
import { LastWords } from './last-words';
import choices from '~/shared/choices/choices.module.css';
import classes from './merge.module.css';

const RECENT = 20;

interface MergeDialogProps {
  conversation: Conversation;
  onClose: () => void;
}

/** Chooses in which conversation this one goes on, with the last words of both side by side. */
export default function MergeDialog({ conversation, onClose }: MergeDialogProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const [words, setWords] = useState('');
  const [target, setTarget] = useState<ConversationRow | null>(null);
  const merge = useMerging(conversation.id, onClose);
  const foreign = target !== null && target.contact.id !== conversation.contact.id;
  return (
    <Modal opened onClose={onClose} title={t('merge.title', { number: numbered(conversation.id, language) })} size={860} closeButtonProps={{ 'aria-label': t('close') }}>
      <p className={classes.hint}>{t('merge.hint')}</p>
      <TextInput data-autofocus label={t('merge.find')} placeholder={t('merge.findHint')} value={words} maxLength={200} autoComplete="off" onChange={(event) => setWords(event.currentTarget.value)} />
      <Targets conversation={conversation} words={words} chosen={target?.id ?? null} onChoose={setTarget} />
      {target ? (
        <div className={classes.sides}>
          <LastWords id={conversation.id} title={t('merge.from', { number: numbered(conversation.id, language) })} />
          <LastWords id={target.id} title={t('merge.into', { number: numbered(target.id, language) })} />
        </div>
      ) : null}
      {foreign ? (
        <p className={classes.foreign} role="alert">
          {t('merge.foreign')}{' '}
          <Link to="/inbox/$view/$id" params={{ view: 'all', id: String(target.id) }} onClick={onClose}>
            {t('merge.openForeign')}
          </Link>
        </p>
      ) : null}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button disabled={!target || foreign} loading={merge.isPending} onClick={() => target && merge.mutate(target.id)}>
          {t('merge.confirm')}
        </Button>
      </Group>
    </Modal>
  );
}

interface TargetsProps {
  conversation: Conversation;
  words: string;
  chosen: number | null;
  onChoose: (row: ConversationRow) => void;
}

function Targets({ conversation, words, chosen, onChoose }: TargetsProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const nameOf = usePersonName();
  const found = useTargets(conversation, words);
  if (found.data?.length === 0) return <p className={choices.none}>{t(words.trim() ? 'merge.nothing' : 'merge.noOther')}</p>;
  return (
    <ul className={`${choices.list ?? ''} ${choices.scroll ?? ''}`} aria-label={t('merge.targets')} aria-busy={found.isPending}>
      {found.data?.map((row) => (
        <li key={row.id}>
          <button type="button" className={choices.choice} aria-pressed={row.id === chosen} onClick={() => onChoose(row)}>
            <span className={choices.digit}>{numbered(row.id, language)}</span>
            <span className={`${choices.label ?? ''} truncate`}>
              {nameOf(row.contact, row.channel)}
              <span className={classes.preview}> {row.preview?.text}</span>
            </span>
            <span className={choices.digit}>
              {t(`status.${row.status}`)} · {shortStamp(new Date(row.last_message_at), new Date(), language)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Recent conversations of the same customer; with words, any conversation found by them. Empty shells are left out. */
function useTargets(conversation: Conversation, words: string) {
  const [q] = useDebouncedValue(words.trim(), 250);
  return useQuery({
    queryKey: ['merge-targets', conversation.id, conversation.contact.id, q],
    queryFn: async ({ signal }) => {
      const rows = q
        ? (await server.get<Page<ConversationRow>>('/conversations', { view: 'all', q, limit: RECENT }, signal)).items
        : (await server.get<Page<TimelineEntry>>(`/contacts/${conversation.contact.id}/timeline`, { limit: RECENT }, signal)).items.map((entry) => entry.conversation);
      return rows.filter((row) => row.id !== conversation.id && row.preview !== null);
    },
    staleTime: 0,
  });
}

function useMerging(id: number, onClose: () => void) {
  const { t } = useTranslation('conversation');
  const client = useQueryClient();
  const navigate = useNavigate();
  const { view = 'all' } = useParams({ strict: false });
  const show = (number: number) => void navigate({ to: '/inbox/$view/$id', params: { view, id: String(number) } });
  const undo = async (mergeId: number) => {
    try {
      show((await undoMerge(mergeId)).id);
      notifications.show({ message: t('merge.undone') });
    } catch (error) {
      tellProblem(error);
    }
    await client.invalidateQueries();
  };
  return useMutation({
    mutationFn: (into: number) => mergeInto(id, into),
    onSuccess: async ({ merge_id: mergeId, conversation }) => {
      onClose();
      show(conversation.id);
      tellUndoable(t('merge.done'), t('undo'), () => void undo(mergeId));
      await client.invalidateQueries();
    },
    onError: tellProblem,
  });
}
