import { ActionIcon } from '@mantine/core';
import type { Message } from '@otklik/api';
import { MenuOnDemand } from '@otklik/ui';
import { IconArrowBackUp, IconDots } from '@tabler/icons-react';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionItem, useAction } from '~/shared/actions';
import { useCapabilities } from '~/shared/channels';
import { editRequest } from '~/shared/edit-request';
import { setReplyTarget } from '~/shared/reply-target';
import { usePermission } from '~/shared/session';
import { useStore } from '~/shared/store';
import { useAuthorName } from '../customer-name';
import { focusedMessage } from '../message-walk';
import { DeleteDialog, EditDialog } from './change-dialogs';
import { isQuotable, isSaid, useMessageDeeds, type Deed, type MessageDialog } from './message-deeds';
import { ReactButton } from './react-button';
import { SplitDialog } from './split-dialog';
import classes from './bubble.module.css';

const SaveCannedDialog = lazy(() => import('./save-canned-dialog'));
const ForwardDialog = lazy(() => import('./forward-dialog'));
const HeadersDialog = lazy(() => import('./headers-dialog'));

/** What can be done with one message: shown on hover and on keyboard focus, and while it has the focus offered to the palette and the keys. */
export function MessageActions({ message }: { message: Message }) {
  const { t } = useTranslation('conversation');
  const [dialog, setDialog] = useState<MessageDialog | null>(null);
  const capabilities = useCapabilities(message.channel, message.inbox_id);
  const author = useAuthorName(message.author.name);
  const mayReply = usePermission('conversations.reply');
  const reactable = mayReply && isSaid(message) && (capabilities?.reactions_out.length ?? 0) > 0 && arrived(message);
  const quote = () => setReplyTarget(message.conversation_id, { id: message.id, author, text: message.text || t(`kind.${message.kind}`) });
  // From the empty field below: what I said last.
  const asked = useStore(editRequest) === message.id;
  const focused = useStore(focusedMessage) === message.id;
  const close = () => {
    setDialog(null);
    if (asked) editRequest.set(null);
  };
  return (
    <div className={classes.actions}>
      {isQuotable(message, capabilities?.reply_to) ? (
        <ActionIcon size={26} aria-label={t('quote')} title={t('quote')} onClick={quote}>
          <IconArrowBackUp size={16} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      ) : null}
      {reactable ? <ReactButton message={message} emojis={capabilities?.reactions_out ?? []} /> : null}
      <MenuOnDemand
        position="bottom-end"
        button={
          <ActionIcon size={26} aria-label={t('messageActions')} data-message-menu="">
            <IconDots size={16} stroke={1.8} aria-hidden="true" />
          </ActionIcon>
        }
      >
        <Items message={message} onOpen={setDialog} />
      </MenuOnDemand>
      {focused ? <Offers message={message} onOpen={setDialog} /> : null}
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

interface WaysProps {
  message: Message;
  onOpen: (dialog: MessageDialog) => void;
}

/** The menu: the hover button beside it quotes already. */
function Items({ message, onOpen }: WaysProps) {
  const deeds = useMessageDeeds(message, onOpen);
  return deeds.filter((one) => one.action !== 'message.quote').map((one) => <ActionItem key={one.action} action={one.action} danger={one.danger ?? false} onClick={one.run} />);
}

/** The same for the palette and the keys. */
function Offers({ message, onOpen }: WaysProps) {
  return useMessageDeeds(message, onOpen).map((one) => <Offer key={one.action} deed={one} />);
}

function Offer({ deed }: { deed: Deed }) {
  useAction(deed.action, deed.run);
  return null;
}

/** What is on its way bears no reaction yet. */
const arrived = (message: Message) => message.direction === 'in' || ['sent', 'delivered', 'read'].includes(message.delivery?.status ?? '');
