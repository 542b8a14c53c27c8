import { uuid7, type Conversation, type Macro, type MacroRun } from '@otklik/api';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { requestDraft } from '~/shared/draft-request';
import { readDraft, writeDraft } from '~/shared/drafts';
import { keys } from '~/shared/keys';
import { problemText, tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { tellUndoable } from '~/shared/undo-notice';

/** Runs a macro, puts its words into the field, and offers one way back for all of it. */
export function useRunMacro(conversation: Conversation, onDone: () => void) {
  const { t } = useTranslation('macros');
  const client = useQueryClient();
  const key = useRef(uuid7());
  const { id } = conversation;
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.conversation(id) });
    void client.invalidateQueries({ queryKey: keys.counts });
  };
  const undo = async (run: MacroRun, putBack: () => void) => {
    putBack();
    if (run.id === null) return;
    const back = await server.post<MacroRun>(`/conversations/${id}/macro-runs/${run.id}/undo`, {});
    refresh();
    const kept = back.steps.filter((step) => step.outcome === 'kept').map((step) => t(`verbs.${step.verb}`));
    if (kept.length > 0) notifications.show({ message: t('kept', { list: kept.join(', ') }) });
  };
  return useMutation({
    mutationFn: (macro: Macro) => server.post<MacroRun>(`/conversations/${id}/macros/${macro.id}/run`, {}, { idempotencyKey: key.current }),
    onSuccess: (run, macro) => {
      refresh();
      onDone();
      const putBack = insertWords(id, run);
      const left = run.steps.filter((step) => step.outcome === 'refused').map((step) => t(`verbs.${step.verb}`));
      const words = left.length > 0 ? t('doneExcept', { name: macro.name, list: left.join(', ') }) : t('done', { name: macro.name });
      tellUndoable(words, t('undo'), () => void undo(run, putBack).catch(tellProblem));
    },
    onError: (error) => notifications.show({ color: 'red', message: problemText(error) }),
  });
}

/** Adds words, files and buttons to the reply; returns what takes them out again, unless the reply was changed since. */
function insertWords(conversation: number, run: MacroRun): () => void {
  const { insert } = run;
  if (!insert) return () => undefined;
  const before = readDraft(conversation, 'reply');
  const text = [before?.text ?? '', insert.text].filter((words) => words.trim() !== '').join('\n\n');
  const files = [...(before?.files ?? []), ...insert.uploads];
  const buttons = insert.buttons.length > 0 ? [...(before?.buttons ?? []), ...insert.buttons] : before?.buttons;
  writeDraft(conversation, 'reply', { text, files, buttons });
  requestDraft(conversation, 'reply');
  return () => {
    if (readDraft(conversation, 'reply')?.text === text) writeDraft(conversation, 'reply', { text: before?.text ?? '', files: before?.files ?? [], buttons: before?.buttons });
  };
}
