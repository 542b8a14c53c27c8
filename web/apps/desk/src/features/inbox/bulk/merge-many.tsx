import { Button, Group, Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { numbered, shortStamp } from '@otklik/i18n';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import choices from '~/shared/choices/choices.module.css';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { usePersonName } from '~/shared/person-name';
import { tellProblem } from '~/shared/problem-text';
import { tellUndoable } from '~/shared/undo-notice';
import type { RowPages } from '../patch';
import { mergeAll, MERGE_MAX, obstacleOf, partAll, rowsOf, usualHost } from './merging';
import { refused, type BulkTarget } from './run';
import { clearSelection } from './selection';

interface MergeManyProps {
  target: BulkTarget;
  onClose: () => void;
}

/** In which of the chosen conversations the others go on; why not, when they cannot. */
export default function MergeMany({ target, onClose }: MergeManyProps) {
  const { t } = useTranslation(['filters', 'conversation']);
  const client = useQueryClient();
  const language = useLanguage();
  const nameOf = usePersonName();
  const [rows] = useState(() => rowsOf(client.getQueriesData<RowPages>({ queryKey: keys.lists }).map(([, data]) => data), target.ids));
  const [into, setInto] = useState(() => usualHost(rows)?.id ?? 0);
  const obstacle = obstacleOf(rows, target.ids.length, target.list !== undefined);
  const merge = useMergeAll(target, onClose);
  const title = t('bulk.merge.title');
  if (obstacle) {
    return (
      <Modal opened onClose={onClose} title={title} size="sm" closeButtonProps={{ 'aria-label': t('close') }}>
        <Text role="alert">{t(`bulk.merge.${obstacle}`, { most: MERGE_MAX })}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('close')}
          </Button>
        </Group>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Text mb="sm">{t('bulk.merge.hint')}</Text>
      <ul className={`${choices.list ?? ''} ${choices.scroll ?? ''}`} aria-label={t('conversation:merge.targets')}>
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" className={choices.choice} aria-pressed={row.id === into} onClick={() => setInto(row.id)}>
              <span className={choices.digit}>{numbered(row.id, language)}</span>
              <span className={`${choices.label ?? ''} truncate`}>{row.preview?.text ?? nameOf(row.contact, row.channel)}</span>
              <span className={choices.digit}>
                {t(`conversation:status.${row.status}`)} · {shortStamp(new Date(row.last_message_at), new Date(), language)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button data-autofocus loading={merge.isPending} onClick={() => merge.mutate({ guests: rows.filter((row) => row.id !== into), into })}>
          {t('conversation:merge.confirm')}
        </Button>
      </Group>
    </Modal>
  );
}

function useMergeAll(target: BulkTarget, onClose: () => void) {
  const { t } = useTranslation(['filters', 'conversation']);
  const client = useQueryClient();
  const part = async (merges: number[]) => {
    try {
      await partAll(merges);
      notifications.show({ message: t('conversation:merge.undone') });
    } catch (error) {
      tellProblem(error);
    }
    await client.invalidateQueries();
  };
  return useMutation({
    mutationFn: ({ guests, into }: { guests: ReturnType<typeof rowsOf>; into: number }) => mergeAll(guests, into),
    onSuccess: async ({ merges, failures }) => {
      onClose();
      if (target.chosen) clearSelection();
      if (failures.length > 0) refused.set({ failures });
      if (merges.length > 0) tellUndoable(t('conversation:merge.done'), t('conversation:merge.undo'), () => void part(merges));
      await client.invalidateQueries();
    },
    onError: tellProblem,
  });
}
