import { Menu } from '@mantine/core';
import { IconAction, MenuOnDemand } from '@otklik/ui';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActionItem, runAction, type MarkedAction } from '~/shared/actions';

interface HeaderMenuProps {
  /** What stands in the header by itself and need not be here. */
  fits: { transfer: boolean; tags: boolean; priority: boolean };
  spam: boolean;
  /** Whether I muted it; null while that is not known. */
  muted: boolean | null;
  /** Whether I hear how it goes on, whoever holds it. */
  followed: boolean;
  /** Whether the customer is blocked; null while that is not known or not ours to change. */
  blocked: boolean | null;
}

/** What is done seldom, and what does not fit beside it. */
export function HeaderMenu({ fits, spam, muted, followed, blocked }: HeaderMenuProps) {
  const { t } = useTranslation('conversation');
  return (
    <MenuOnDemand position="bottom-end" width={264} returnFocus={false} button={<IconAction label={t('more')} icon={IconDots} />}>
      {fits.transfer ? null : <Item action="conversation.transfer" />}
      {fits.tags ? null : <Item action="conversation.tags" />}
      {fits.priority ? null : <Item action="conversation.priority" />}
      <Item action="conversation.macros" />
      <Item action="conversation.find" />
      <Item action="conversation.task" />
      <Item action="conversation.merge" />
      <Item action="conversation.link" />
      <Item action="conversation.markUnread" />
      <Item action={followed ? 'conversation.unfollow' : 'conversation.follow'} />
      {muted === null ? null : <Item action={muted ? 'conversation.unmute' : 'conversation.mute'} />}
      <Menu.Divider />
      {spam ? <Item action="conversation.notSpam" /> : <Item action="conversation.spam" />}
      {blocked === null ? null : <Item action={blocked ? 'conversation.unblock' : 'conversation.block'} danger={!blocked} />}
    </MenuOnDemand>
  );
}

function Item({ action, danger = false }: { action: MarkedAction; danger?: boolean }) {
  // After the menu has closed: what opens next takes the focus.
  return <ActionItem action={action} danger={danger} onClick={() => void setTimeout(() => runAction(action), 60)} />;
}
