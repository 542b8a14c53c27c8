import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Message } from '@otklik/api';
import { dateTimeLabel } from '@otklik/i18n';
import { IconArrowBackUp, IconCopy, IconDots, IconEyeOff, IconFileCode, IconLink, IconMailForward, IconPencil, IconPin, IconPinnedOff, IconQuote, IconSeparator, IconSquareCheck, IconTemplate, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCapabilities } from '~/shared/channels';
import { editRequest, isWithin } from '~/shared/edit-request';
import { useLanguage } from '~/shared/i18n';
import { tellProblem } from '~/shared/problem-text';
import { setReplyTarget } from '~/shared/reply-target';
import { usePermission, useSession } from '~/shared/session';
import { useStore } from '~/shared/store';
import { taskRequest } from '~/shared/tasks/tasks';
import { markUnread } from '../api';
import { useAuthorName } from '../customer-name';
import { putMessages } from '../live';
import { setPinned } from '../pins';
import { DeleteDialog, EditDialog } from './change-dialogs';
import { ReactButton } from './react-button';
import { SplitDialog } from './split-dialog';
import classes from './bubble.module.css';

const SaveCannedDialog = lazy(() => import('./save-canned-dialog'));
const ForwardDialog = lazy(() => import('./forward-dialog'));
const HeadersDialog = lazy(() => import('./headers-dialog'));

/** What can be done with one message: shown on hover and on keyboard focus. */
export function MessageActions({ message }: { message: Message }) {
  const { t } = useTranslation(['conversation', 'canned']);
  const [dialog, setDialog] = useState<'edit' | 'delete' | 'split' | 'canned' | 'forward' | 'headers' | null>(null);
  const capabilities = useCapabilities(message.channel);
  const me = useSession().operator.id;
  const author = useAuthorName(message.author.name);
  const own = message.author.kind === 'operator' && message.author.id === me && !message.note;
  const said = !message.note && message.kind !== 'forward' && message.kind !== 'continued';
  const quotable = said && capabilities?.reply_to === true;
  const mayReply = usePermission('conversations.reply');
  const forwardable = mayReply && said;
  const reactable = mayReply && said && (capabilities?.reactions_out.length ?? 0) > 0 && arrived(message);
  const quote = () => setReplyTarget(message.conversation_id, { id: message.id, author, text: message.text || t(`kind.${message.kind}`) });
  // From the empty field below: what I said last.
  const asked = useStore(editRequest) === message.id;
  const close = () => {
    setDialog(null);
    if (asked) editRequest.set(null);
  };
  const language = useLanguage();
  const client = useQueryClient();
  const put = (text: string) => void navigator.clipboard.writeText(text).then(() => notifications.show({ message: t('copied') }), tellProblem);
  return (
    <div className={classes.actions}>
      {quotable ? (
        <ActionIcon size={26} aria-label={t('quote')} title={t('quote')} onClick={quote}>
          <IconArrowBackUp size={16} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      ) : null}
      {reactable ? <ReactButton message={message} emojis={capabilities?.reactions_out ?? []} /> : null}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={26} aria-label={t('messageActions')} data-message-menu="">
            <IconDots size={16} stroke={1.8} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {message.text ? (
            <Menu.Item leftSection={<IconCopy size={16} stroke={1.7} />} onClick={() => put(message.text)}>
              {t('copy')}
            </Menu.Item>
          ) : null}
          {message.text ? (
            <Menu.Item leftSection={<IconQuote size={16} stroke={1.7} />} onClick={() => put(`${author}, ${dateTimeLabel(new Date(message.sent_at), new Date(), language)}:\n${message.text}`)}>
              {t('copyWithAuthor')}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconLink size={16} stroke={1.7} />} onClick={() => put(`${window.location.origin}/inbox/all/${message.conversation_id}#m-${message.seq}`)}>
            {t('copyLink')}
          </Menu.Item>
          {forwardable ? (
            <Menu.Item leftSection={<IconMailForward size={16} stroke={1.7} />} onClick={() => setDialog('forward')}>
              {t('forward.item')}
            </Menu.Item>
          ) : null}
          {message.mail?.head ? (
            <Menu.Item leftSection={<IconFileCode size={16} stroke={1.7} />} onClick={() => setDialog('headers')}>
              {t('headers.item')}
            </Menu.Item>
          ) : null}
          {mayReply ? (
            <Menu.Item leftSection={message.pinned ? <IconPinnedOff size={16} stroke={1.7} /> : <IconPin size={16} stroke={1.7} />} onClick={() => void setPinned(client, message, !message.pinned).then((changed) => putMessages(client, [changed]), tellProblem)}>
              {t(message.pinned ? 'pins.unpin' : 'pins.pin')}
            </Menu.Item>
          ) : null}
          {message.direction === 'in' ? (
            <Menu.Item leftSection={<IconEyeOff size={16} stroke={1.7} />} onClick={() => void markUnread(message.conversation_id, message.seq).catch(tellProblem)}>
              {t('unreadFromHere')}
            </Menu.Item>
          ) : null}
          {mayReply ? (
            <Menu.Item leftSection={<IconSquareCheck size={16} stroke={1.7} />} onClick={() => taskRequest.set({ conversation: message.conversation_id, message: { id: message.id, text: message.text } })}>
              {t('task')}
            </Menu.Item>
          ) : null}
          {message.text ? (
            <Menu.Item leftSection={<IconTemplate size={16} stroke={1.7} />} onClick={() => setDialog('canned')}>
              {t('canned:save.item')}
            </Menu.Item>
          ) : null}
          {own && capabilities?.edit_out ? (
            <WhileOpen message={message} seconds={capabilities.edit_out_s}>
              <Menu.Item leftSection={<IconPencil size={16} stroke={1.7} />} onClick={() => setDialog('edit')}>
                {t('edit')}
              </Menu.Item>
            </WhileOpen>
          ) : null}
          {message.seq > 1 ? (
            <Menu.Item leftSection={<IconSeparator size={16} stroke={1.7} />} onClick={() => setDialog('split')}>
              {t('split.verb')}
            </Menu.Item>
          ) : null}
          {own && capabilities?.delete_out ? (
            <WhileOpen message={message} seconds={capabilities.delete_out_s}>
              <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.7} />} onClick={() => setDialog('delete')}>
                {t('delete')}
              </Menu.Item>
            </WhileOpen>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {dialog === 'canned' ? <SaveCannedDialog message={message} onClose={() => setDialog(null)} /> : null}
        {dialog === 'forward' ? <ForwardDialog message={message} onClose={() => setDialog(null)} /> : null}
        {dialog === 'headers' ? <HeadersDialog message={message} onClose={() => setDialog(null)} /> : null}
      </Suspense>
      {dialog === 'edit' || asked ? <EditDialog message={message} onClose={close} /> : null}
      {dialog === 'split' ? <SplitDialog message={message} onClose={() => setDialog(null)} /> : null}
      {dialog === 'delete' ? <DeleteDialog message={message} onClose={() => setDialog(null)} /> : null}
    </div>
  );
}

/** What is on its way bears no reaction yet. */
const arrived = (message: Message) => message.direction === 'in' || ['sent', 'delivered', 'read'].includes(message.delivery?.status ?? '');

/** What a channel allows for a while only; looked at each time the menu opens. */
function WhileOpen({ message, seconds, children }: { message: Message; seconds: number; children: ReactNode }) {
  return isWithin(message, seconds) ? children : null;
}
