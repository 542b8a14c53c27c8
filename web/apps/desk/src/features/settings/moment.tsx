import { dateTimeLabel } from '@otklik/i18n';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { useSession } from '~/shared/session';

/** A moment in the company's time zone, or the word for never. */
export function Moment({ at }: { at: string | null }) {
  const { t } = useTranslation('admin');
  const language = useLanguage();
  const zone = useSession().workspace.time_zone;
  if (at === null) return <>{t('never')}</>;
  return <time dateTime={at}>{dateTimeLabel(new Date(at), new Date(), language, zone)}</time>;
}
