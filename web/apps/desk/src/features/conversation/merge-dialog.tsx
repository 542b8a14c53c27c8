import { Button, Group, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Conversation, ConversationRow } from '@otklik/api';
import { numbered } from '@otklik/i18n';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { tellProblem } from '~/shared/problem-text';
import { tellUndoable } from '~/shared/undo-notice';
import { mergeInto, undoMerge } from './api';
import { LastWords } from './last-words';
import { Targets } from './targets';
import classes from './merge.module.css';

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
