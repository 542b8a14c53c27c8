/** The mark of an action, wherever it is offered by more than its name. */
import { IconArrowMerge, IconArrowsExchange, IconBan, IconBell, IconBellOff, IconBolt, IconCheck, IconEye, IconEyeCancel, IconFlag, IconHierarchy2, IconListSearch, IconMailDown, IconMoonStars, IconRotateClockwise, IconShieldCheck, IconShieldX, IconSquareCheck, IconTag, IconUserPlus, type Icon } from '@tabler/icons-react';
import type { ActionId } from './catalog';

const icons = {
  'conversation.assignMe': IconUserPlus,
  'conversation.transfer': IconArrowsExchange,
  'conversation.snooze': IconMoonStars,
  'conversation.resolve': IconCheck,
  'conversation.reopen': IconRotateClockwise,
  'conversation.tags': IconTag,
  'conversation.priority': IconFlag,
  'conversation.macros': IconBolt,
  'conversation.merge': IconArrowMerge,
  'conversation.link': IconHierarchy2,
  'conversation.task': IconSquareCheck,
  'conversation.find': IconListSearch,
  'conversation.markUnread': IconMailDown,
  'conversation.follow': IconEye,
  'conversation.unfollow': IconEyeCancel,
  'conversation.mute': IconBellOff,
  'conversation.unmute': IconBell,
  'conversation.spam': IconShieldX,
  'conversation.notSpam': IconShieldCheck,
  'conversation.block': IconBan,
  'conversation.unblock': IconBan,
} satisfies Partial<Record<ActionId, Icon>>;

/** An action that has a mark of its own. */
export type MarkedAction = keyof typeof icons;

export function iconOf(id: MarkedAction): Icon {
  return icons[id];
}
