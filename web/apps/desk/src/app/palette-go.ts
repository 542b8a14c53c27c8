/** Where the palette goes besides the actions with keys: every view and team; and breaks, each with its reason. */
import type { SpotlightActionData } from '@mantine/spotlight';
import { clockTime } from '@otklik/i18n';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { views } from '~/features/inbox';
import { useBreakReasons } from '~/shared/break-reasons';
import { useTeams } from '~/shared/colleagues';
import { useLanguage } from '~/shared/i18n';
import { useSession } from '~/shared/session';
import { useChooseStatus } from './choose-status';

/** These are actions of their own, with keys. */
const keyed = new Set(['mine', 'unassigned', 'open']);

export function useGoEntries(): SpotlightActionData[] {
  const { t } = useTranslation(['inbox', 'actions']);
  const navigate = useNavigate();
  const teams = useTeams();
  const go = (view: string) => void navigate({ to: '/inbox/$view', params: { view } });
  return [
    ...views.filter((one) => !keyed.has(one.name)).map((one) => ({ id: `view ${one.name}`, label: t(`views.${one.name}`), keywords: t(`views.${one.name}`, { lng: t('actions:otherLanguage') }), onClick: () => go(one.name) })),
    ...teams.map((one) => ({ id: `view team:${one.id}`, label: one.name, description: t('views.teams'), onClick: () => go(`team:${one.id}`) })),
  ];
}

const MINUTE = 60_000;
const USUAL_MINUTES = 15;

/** A break for each of the company's reasons, with the time it ends at; coming back is being there again. */
export function useBreakEntries(): SpotlightActionData[] {
  const { t } = useTranslation(['actions', 'app']);
  const language = useLanguage();
  const { operator, workspace } = useSession();
  const reasons = useBreakReasons();
  const choose = useChooseStatus();
  if (!reasons) return [];
  const listed = reasons.length > 0 ? reasons : [{ id: undefined, name: t('app:presence.break'), minutes: null }];
  return listed
    .filter((one) => operator.presence !== 'break' || operator.presence_reason !== one.name)
    .map(({ id, name, minutes }) => ({
      id: `break ${id ?? 0}`,
      label: t('takeBreak', { name }),
      description: t('app:presence.until', { time: clockTime(new Date(Date.now() + (minutes ?? USUAL_MINUTES) * MINUTE), language, workspace.time_zone) }),
      onClick: () => choose({ presence: 'break', ...(id !== undefined && { reason_id: id }) }),
    }));
}
