import { Menu } from '@mantine/core';
import { IconAction, KeyCaps } from '@otklik/ui';
import { IconArrowMerge, IconArrowsExchange, IconBan, IconBell, IconBellOff, IconBolt, IconDots, IconEye, IconEyeCancel, IconMailDown, IconFlag, IconListSearch, IconShieldCheck, IconShieldX, IconTag, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { runAction, useCaps, type ActionId } from '~/shared/actions';

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
    <Menu position="bottom-end" width={264} returnFocus={false}>
      <Menu.Target>
        <IconAction label={t('more')} icon={IconDots} />
      </Menu.Target>
      <Menu.Dropdown>
        {fits.transfer ? null : <Item action="conversation.transfer" icon={IconArrowsExchange} />}
        {fits.tags ? null : <Item action="conversation.tags" icon={IconTag} />}
        {fits.priority ? null : <Item action="conversation.priority" icon={IconFlag} />}
        <Item action="conversation.macros" icon={IconBolt} />
        <Item action="conversation.find" icon={IconListSearch} />
        <Item action="conversation.merge" icon={IconArrowMerge} />
        <Item action="conversation.markUnread" icon={IconMailDown} />
        <Item action={followed ? 'conversation.unfollow' : 'conversation.follow'} icon={followed ? IconEyeCancel : IconEye} />
        {muted === null ? null : <Item action={muted ? 'conversation.unmute' : 'conversation.mute'} icon={muted ? IconBell : IconBellOff} />}
        <Menu.Divider />
        {spam ? <Item action="conversation.notSpam" icon={IconShieldCheck} /> : <Item action="conversation.spam" icon={IconShieldX} />}
        {blocked === null ? null : <Item action={blocked ? 'conversation.unblock' : 'conversation.block'} icon={IconBan} danger={!blocked} />}
      </Menu.Dropdown>
    </Menu>
  );
}

function Item({ action, icon: Glyph, danger = false }: { action: ActionId; icon: Icon; danger?: boolean }) {
  const { t } = useTranslation('actions');
  const caps = useCaps(action);
  // After the menu has closed: what opens next takes the focus.
  const run = () => void setTimeout(() => runAction(action), 60);
  return (
    <Menu.Item leftSection={<Glyph size={16} stroke={1.7} aria-hidden="true" />} rightSection={caps.length > 0 ? <KeyCaps keys={caps} /> : null} onClick={run} {...(danger && { color: 'red' })}>
      {t(action)}
    </Menu.Item>
  );
}
