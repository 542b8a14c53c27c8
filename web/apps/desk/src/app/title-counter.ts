import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounts } from '~/features/inbox';
import { noticed } from '~/shared/noticed';
import { useStore } from '~/shared/store';
import { markIcon } from './favicon';

/** «(3) Отклик» in the tab: mine that are unread and what is new in my queue; a dot on its icon, the number on the installed app. */
export function useTitleCounter(): void {
  const { t } = useTranslation('app');
  const fresh = [...useStore(noticed).values()].filter((happening) => happening === 'queue').length;
  const unread = (useCounts()?.unread_mine ?? 0) + fresh;
  const name = t('name');
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
    markIcon(unread > 0);
    const app = navigator as Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>;
    // Only an installed app has a place for it; elsewhere the browser refuses.
    void (unread > 0 ? app.setAppBadge?.(unread) : app.clearAppBadge?.())?.catch(() => undefined);
  }, [unread, name]);
}
