import { useTranslation } from 'react-i18next';

const known = ['blocked', 'window_closed', 'no_address', 'inbox_paused', 'inbox_unfinished', 'cannot_open', 'inbox_deleted', 'inbox_failing', 'opted_out', 'bounced', 'one_way'] as const;

/** Why an address cannot be written to; a reason this page does not know is shown as the server put it. */
export function useReasonText(): (reason: string | null) => string {
  const { t } = useTranslation('composer');
  return (reason) => {
    const found = known.find((one) => one === reason);
    return found ? t(`closed.${found}`) : (reason ?? t('closed.unknown'));
  };
}
