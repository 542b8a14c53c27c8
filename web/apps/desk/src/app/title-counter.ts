import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounts } from '~/features/inbox';

/** «(3) Отклик» in the tab. */
export function useTitleCounter(): void {
  const { t } = useTranslation('app');
  const unread = useCounts()?.unread_mine ?? 0;
  const name = t('name');
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
  }, [unread, name]);
}
