import type { Operator, Presence } from '@otklik/api';
import { clockTime, waited } from '@otklik/i18n';
import { useTranslation } from 'react-i18next';
import { useNow } from './clock';
import { useLanguage } from './i18n';
import { useSession } from './session';

type Status = Pick<Operator, 'presence' | 'presence_reason' | 'presence_until' | 'presence_auto'>;

const HALF_MINUTE = 30_000;

/** How long a break goes on past its planned end, in milliseconds; 0 while it may. */
export function lateness(status: Status, now: number): number {
  if (status.presence !== 'break' || !status.presence_until) return 0;
  return Math.max(0, now - Date.parse(status.presence_until));
}

/** What to draw and say of a colleague's status, in the company's time. */
export function usePresenceWords(): (status: Status) => { presence: Presence; late: boolean; label: string } {
  const { t } = useTranslation('app');
  const language = useLanguage();
  const zone = useSession().workspace.time_zone;
  const now = useNow(HALF_MINUTE);
  return (status) => {
    const late = lateness(status, now);
    return { presence: status.presence, late: late > 0, label: words(status, late) };
  };

  function words(status: Status, late: number): string {
    if (status.presence === 'away' && status.presence_auto) return t('presence.idle');
    if (status.presence !== 'break' || !status.presence_until) return t(`presence.${status.presence}`);
    const reason = status.presence_reason ?? t('presence.break');
    if (late > 0) return t('presence.breakLate', { reason, time: waited(Math.max(late, 60_000), language) });
    return t('presence.breakUntil', { reason, time: clockTime(new Date(status.presence_until), language, zone) });
  }
}
