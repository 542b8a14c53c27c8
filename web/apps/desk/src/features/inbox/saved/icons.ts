import { IconBell, IconClockHour4, IconCoin, IconFilter, IconFlag, IconFlame, IconHeart, IconShoppingCart, IconStar, IconTag, IconTruck, IconUsers, type Icon } from '@tabler/icons-react';

/** The marks a saved view may bear; the names are the server's. */
export const viewIcons: Record<string, Icon> = {
  filter: IconFilter,
  star: IconStar,
  flame: IconFlame,
  flag: IconFlag,
  tag: IconTag,
  bell: IconBell,
  clock: IconClockHour4,
  users: IconUsers,
  cart: IconShoppingCart,
  truck: IconTruck,
  coin: IconCoin,
  heart: IconHeart,
};

export function viewIcon(name: string): Icon {
  return viewIcons[name] ?? IconFilter;
}
