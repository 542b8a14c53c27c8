/** The mark of an action, wherever it is offered by more than its name. */
import { IconArrowBackUp, IconArrowMerge, IconArrowsExchange, IconBan, IconBell, IconBellOff, IconBolt, IconCheck, IconCopy, IconEye, IconEyeCancel, IconEyeOff, IconFileCode, IconFlag, IconHierarchy2, IconLink, IconListSearch, IconMailDown, IconMailForward, IconMoonStars, IconPencil, IconPin, IconPinnedOff, IconQuote, IconRefresh, IconRotateClockwise, IconSeparator, IconShieldCheck, IconShieldX, IconSquareCheck, IconTag, IconTemplate, IconTrash, IconUserPlus, IconLanguage, IconLanguageOff, type Icon } from '@tabler/icons-react';
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
  'message.quote': IconArrowBackUp,
  'message.copy': IconCopy,
  'message.copyWithAuthor': IconQuote,
  'message.copyLink': IconLink,
  'message.retry': IconRefresh,
  'message.forward': IconMailForward,
  'message.headers': IconFileCode,
  'message.pin': IconPin,
  'message.unpin': IconPinnedOff,
  'message.unread': IconEyeOff,
  'message.task': IconSquareCheck,
  'message.canned': IconTemplate,
  'message.translate': IconLanguage,
  'message.original': IconLanguageOff,
  'message.edit': IconPencil,
  'message.split': IconSeparator,
  'message.delete': IconTrash,
} satisfies Partial<Record<ActionId, Icon>>;

/** An action that has a mark of its own. */
export type MarkedAction = keyof typeof icons;

export function iconOf(id: MarkedAction): Icon {
  return icons[id];
}
