import type { Counts } from '@otklik/api';
import {
  IconAlertTriangle,
  IconArchive,
  IconAt,
  IconClockHour4,
  IconInbox,
  IconMoonStars,
  IconShieldX,
  IconPencil,
  IconStack2,
  IconUser,
  IconUserQuestion,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useTeams } from '~/shared/colleagues';
import { useSavedViews } from './api';

export type ViewName = 'mine' | 'mentions' | 'unassigned' | 'waiting' | 'open' | 'snoozed' | 'resolved' | 'failed' | 'drafts' | 'spam' | 'all';

interface View {
  name: ViewName;
  icon: Icon;
  counter?: 'mine' | 'mentions' | 'unassigned' | 'waiting' | 'open' | 'snoozed' | 'failed' | 'spam';
  /** Shown only while there is something in it. */
  whenAny?: boolean;
}

export const views: View[] = [
  { name: 'mine', icon: IconUser, counter: 'mine' },
  { name: 'mentions', icon: IconAt, counter: 'mentions' },
  { name: 'unassigned', icon: IconUserQuestion, counter: 'unassigned' },
  { name: 'waiting', icon: IconClockHour4, counter: 'waiting' },
  { name: 'open', icon: IconInbox, counter: 'open' },
  { name: 'failed', icon: IconAlertTriangle, counter: 'failed', whenAny: true },
  { name: 'snoozed', icon: IconMoonStars, counter: 'snoozed' },
  { name: 'drafts', icon: IconPencil, whenAny: true },
  { name: 'resolved', icon: IconArchive },
  { name: 'spam', icon: IconShieldX, counter: 'spam', whenAny: true },
  { name: 'all', icon: IconStack2 },
];

/** The number beside a view; that of my drafts is known here, not on the server. */
export function counterOf(view: View, counts: Counts | undefined, drafts: number): number {
  if (view.name === 'drafts') return drafts;
  return view.counter && counts ? counts[view.counter] : 0;
}

export function useViewTitle(view: string): string {
  const { t } = useTranslation('inbox');
  const teams = useTeams();
  const saved = useSavedViews();
  const known = views.find((one) => one.name === view);
  if (known) return t(`views.${known.name}`);
  if (view.startsWith('saved:')) return saved?.find((one) => `saved:${one.id}` === view)?.name ?? t(saved ? 'views.gone' : 'views.all');
  return teams.find((team) => `team:${team.id}` === view)?.name ?? t('views.all');
}
