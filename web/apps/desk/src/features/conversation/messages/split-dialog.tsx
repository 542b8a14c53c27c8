import { notifications } from '@mantine/notifications';
import type { Message } from '@otklik/api';
import { ConfirmDialog } from '@otklik/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { tellProblem } from '~/shared/problem-text';
import { splitFrom } from '../api';

/** Asks before a message and all that follows move to a conversation of their own, and then opens that. */
export function SplitDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation('conversation');
  const client = useQueryClient();
  const navigate = useNavigate();
  const { view = 'all' } = useParams({ strict: false });
  const split = useMutation({
    mutationFn: () => splitFrom(message),
    onSuccess: async (made) => {
      onClose();
      notifications.show({ message: t('split.done', { number: made.id }) });
      void navigate({ to: '/inbox/$view/$id', params: { view, id: String(made.id) } });
      await client.invalidateQueries();
    },
    onError: (error) => {
      onClose();
      tellProblem(error);
    },
  });
  return (
    <ConfirmDialog opened title={t('split.title')} confirm={t('split.confirm')} cancel={t('cancel')} busy={split.isPending} onConfirm={() => split.mutate()} onClose={onClose}>
      {t('split.hint')}
    </ConfirmDialog>
  );
}
