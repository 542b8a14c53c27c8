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
import type { ListFilter } from '~/shared/keys';
import { useCounts, useSavedViews } from './api';

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

/** How many a list holds, as far as the counters tell: of a whole view, and not beyond what is counted. */
export function useKnownCount(filter: ListFilter): number | undefined {
  const counts = useCounts();
  if (!counts || filter.q || filter.inbox !== undefined) return undefined;
  const counter = views.find((one) => one.name === filter.view)?.counter;
  const team = filter.view.startsWith('team:') ? counts.teams[filter.view.slice('team:'.length)] : undefined;
  const saved = filter.view.startsWith('saved:') ? counts.saved[filter.view.slice('saved:'.length)] : undefined;
  const count = counter ? counts[counter] : (team ?? saved ?? undefined);
  return count !== undefined && count < COUNTED_TO ? count : undefined;
}

/** Where the server stops counting. */
const COUNTED_TO = 1000;
