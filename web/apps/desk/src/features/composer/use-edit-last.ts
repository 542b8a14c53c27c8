import type { Message } from '@otklik/api';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useChannels } from '~/shared/channels';
import { editRequest, isWithin, lastOwn } from '~/shared/edit-request';
import { keys } from '~/shared/keys';
import { useSession } from '~/shared/session';

/** Opens my last message for editing, or says why it cannot be changed any more. */
export function useEditLast(conversation: number): () => void {
  const { t } = useTranslation('composer');
  const client = useQueryClient();
  const me = useSession().operator.id;
  const channels = useChannels();
  return () => {
    const message = lastOwn(client.getQueryData<{ items: Message[] }>(keys.thread(conversation))?.items ?? [], me);
    if (!message) return;
    const can = channels.find((one) => one.slug === message.channel)?.capabilities;
    if (can?.edit_out && isWithin(message, can.edit_out_s)) editRequest.set(message.id);
    else notifications.show({ message: t(can?.edit_out ? 'editOver' : 'editNever') });
  };
}
