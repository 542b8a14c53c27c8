import { useLocation } from '@tanstack/react-router';
import { useEffect, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';

const PATIENCE_MS = 5_000;
const FLASH_MS = 1_600;
const NAMES = 'label, legend, h1, h2, h3, button, a, summary';

/** Leads to the setting that the address names (#admin:company.timeZone), as soon as its page shows it. */
export function usePlace(content: RefObject<HTMLElement | null>): void {
  const { t } = useTranslation(['settings', 'account', 'admin', 'channels', 'canned', 'health', 'sso', 'system', 'translation', 'blueprint']);
  const place = useLocation({ select: (location) => `${location.hash} ${location.state.__TSR_key ?? ''}` });
  const key = place.slice(0, place.indexOf(' '));
  const name = key.includes(':') ? (t as (key: string) => string)(key) : '';
  useEffect(() => {
    const page = content.current;
    if (!page || !name || showPlace(page, name)) return undefined;
    const watch = new MutationObserver(() => {
      if (showPlace(page, name)) watch.disconnect();
    });
    watch.observe(page, { childList: true, subtree: true });
    const giveUp = setTimeout(() => watch.disconnect(), PATIENCE_MS);
    return () => {
      clearTimeout(giveUp);
      watch.disconnect();
    };
  }, [content, name, place]);
}

function showPlace(page: HTMLElement, name: string): boolean {
  const line = [...page.querySelectorAll<HTMLElement>(NAMES)].find((one) => one.textContent.trim() === name);
  if (!line) return false;
  line.scrollIntoView({ block: 'center' });
  line.animate([{ background: 'var(--selection)' }, { background: 'transparent' }], { duration: FLASH_MS });
  const control = line instanceof HTMLLabelElement && line.control ? line.control : line;
  // A list that falls open would hide what stands below: there the name takes the focus, and Tab goes on to the control.
  const place = control.getAttribute('aria-haspopup') === 'listbox' ? line : control;
  if (place === line && !line.matches('button, a')) line.tabIndex = -1;
  place.focus({ preventScroll: true });
  return true;
}
