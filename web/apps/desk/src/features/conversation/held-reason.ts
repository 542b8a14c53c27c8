import { useTranslation } from 'react-i18next';

const known = ['customer_wrote', 'answered_meanwhile', 'closed_channel', 'upload_not_found', 'reason_needed', 'message_not_found'] as const;

/** Why a reply did not leave, in words. */
export function useHeldReason(code: string): string {
  const { t } = useTranslation('conversation');
  const found = known.find((one) => one === code);
  return found ? t(`held.reason.${found}`) : t('held.reason.other');
}
