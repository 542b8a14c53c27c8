import { dateTimeLabel } from '@otklik/i18n';
import { useLanguage } from '~/shared/i18n';
import { useSession } from '~/shared/session';

/** Says a moment in the company's time zone. */
export function useMoment(): (at: string) => string {
  const language = useLanguage();
  const zone = useSession().workspace.time_zone;
  return (at) => dateTimeLabel(new Date(at), new Date(), language, zone);
}
