import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounts } from '~/features/inbox';
import { markIcon } from './favicon';

/** «(3) Отклик» in the tab, a dot on its icon, and the number on the installed app. */
export function useTitleCounter(): void {
  const { t } = useTranslation('app');
  const unread = useCounts()?.unread_mine ?? 0;
  const name = t('name');
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
    markIcon(unread > 0);
    const app = navigator as Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>;
    // Only an installed app has a place for it; elsewhere the browser refuses.
    void (unread > 0 ? app.setAppBadge?.(unread) : app.clearAppBadge?.())?.catch(() => undefined);
  }, [unread, name]);
}
