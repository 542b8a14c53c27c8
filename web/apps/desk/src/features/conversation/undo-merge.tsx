import type { Message } from '@otklik/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNow } from '~/shared/clock';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { undoMerge } from './api';
import classes from './thread.module.css';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The way back from merging two conversations: stands in its line for a day. */
export function UndoMerge({ message }: { message: Message }) {
  const id = message.event?.data['merge_id'];
  return message.event?.kind === 'merged' && typeof id === 'number' && message.event.data['undone'] !== true ? <UndoButton id={id} at={Date.parse(message.sent_at)} /> : null;
}

function UndoButton({ id, at }: { id: number; at: number }) {
  const { t } = useTranslation('conversation');
  const client = useQueryClient();
  const undo = useMutation({ mutationFn: () => undoMerge(id), onError: tellProblem, onSettled: () => client.invalidateQueries({ queryKey: keys.threads }) });
  if (useNow(60_000) - at > DAY_MS) return null;
  return (
    <button type="button" className={classes.elsewhere} disabled={undo.isPending} onClick={() => undo.mutate()}>
      {t('merge.undo')}
    </button>
  );
}
