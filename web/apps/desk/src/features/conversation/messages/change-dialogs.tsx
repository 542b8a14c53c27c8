import { Button, Group, Modal, Textarea } from '@mantine/core';
import type { Message } from '@otklik/api';
import { ConfirmDialog } from '@otklik/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCapabilities } from '~/shared/channels';
import { writeSigns } from '~/shared/formatting';
import { asNew, asSketches, faultsOf } from '~/shared/keyboards/rows';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { deleteMessage, editMessage } from '../api';
import { putMessages } from '../live';

const ButtonEditor = lazy(() => import('~/shared/keyboards/button-editor'));

interface DialogProps {
  message: Message;
  onClose: () => void;
}

export function EditDialog({ message, onClose }: DialogProps) {
  const { t } = useTranslation('conversation');
  const client = useQueryClient();
  // Signs where they say all of its formatting; else the bare text, which loses what they cannot say.
  const [signed] = useState(() => writeSigns(message));
  const [text, setText] = useState(signed ?? message.text);
  const [before] = useState(() => asSketches(message.buttons));
  const [buttons, setButtons] = useState(before);
  const capabilities = useCapabilities(message.channel, message.inbox_id);
  const keyboard = !message.note && (buttons.length > 0 || (capabilities?.buttons_max ?? 0) > 0);
  const same = text === (signed ?? message.text) && JSON.stringify(buttons) === JSON.stringify(before);
  const edit = useMutation({
    mutationFn: () => editMessage(message, { text, formatting: signed === null ? 'none' : 'signs' }, keyboard ? asNew(buttons) : undefined),
    onSuccess: (changed) => {
      putMessages(client, [changed]);
      onClose();
    },
    onError: tellProblem,
  });
  return (
    <Modal opened onClose={onClose} title={t('editTitle')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Textarea value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={3} maxRows={14} aria-label={t('editTitle')} data-autofocus />
      <Suspense fallback={null}>{keyboard ? <ButtonEditor inset rows={buttons} limits={capabilities} onChange={setButtons} /> : null}</Suspense>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button onClick={() => edit.mutate()} loading={edit.isPending} disabled={!text.trim() || same || faultsOf(buttons, capabilities).length > 0}>
          {t('save')}
        </Button>
      </Group>
    </Modal>
  );
}

export function DeleteDialog({ message, onClose }: DialogProps) {
  const { t } = useTranslation('conversation');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteMessage(message),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.thread(message.conversation_id) });
      onClose();
    },
    onError: tellProblem,
  });
  return (
    <ConfirmDialog opened title={t('deleteTitle')} confirm={t('delete')} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={onClose}>
      {t('deleteHint')}
    </ConfirmDialog>
  );
}
