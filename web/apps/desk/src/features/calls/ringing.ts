/** What is heard and seen of a ringing call beside its card: one tab sounds, and tells outside when none is shown. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { loadNotificationSettings } from '~/shared/notifications';
import { play } from '~/shared/tones';

const EVERY_MS = 3_000;

let leads = !('locks' in navigator);
if ('locks' in navigator) {
  void navigator.locks.request('otklik.ringing', () => {
    leads = true;
    return new Promise<never>(() => undefined);
  });
}

export function useRinging(call: number | null, title: string, body: string): void {
  const client = useQueryClient();
  useEffect(() => {
    if (call === null) return;
    let outside: Notification | null = null;
    const ring = async () => {
      if (!leads) return;
      const { choices } = await loadNotificationSettings(client);
      await play('bell', choices.volume);
    };
    const tell = () => {
      if (leads && document.visibilityState === 'hidden') outside ??= show(call, title, body);
      void ring().catch(() => undefined);
    };
    tell();
    const timer = setInterval(tell, EVERY_MS);
    return () => {
      clearInterval(timer);
      outside?.close();
    };
  }, [call, client, title, body]);
}

function show(call: number, title: string, body: string): Notification | null {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return null;
  try {
    const shown = new Notification(title, { body, tag: `call-${call}`, icon: '/assets/icon-192.png', requireInteraction: true, silent: true });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
    return shown;
  } catch {
    // Phones show them by the service worker only; the push of the message behind the call reaches them.
    return null;
  }
}
