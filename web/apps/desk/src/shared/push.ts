/** Web push in this browser: whether it can, whether it does, and how it begins and ends. */
import type { PushDevice } from '@otklik/api';
import { server } from './server';

const DEVICES = '/operators/me/devices';

export type PushState = 'unsupported' | 'insecure' | 'denied' | 'off' | 'on';

export async function pushState(): Promise<PushState> {
  if (!window.isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const registration = await navigator.serviceWorker.getRegistration('/');
  const subscription = await registration?.pushManager.getSubscription();
  return subscription && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Asks the person, subscribes at the browser's push service, and tells our server. */
export async function subscribe(): Promise<PushDevice | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  const registration = await navigator.serviceWorker.ready;
  const { key } = await server.get<{ key: string }>('/operators/me/push-key');
  // A subscription that trusts another key than ours, after a restored copy say, would never be served.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  return tell(await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
}

/** Tells the server anew of what this browser has: who signs in here gets the pushes, and it counts as used. */
export async function renew(): Promise<void> {
  if ((await pushState()) !== 'on') return;
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.getSubscription();
  if (subscription) await tell(subscription);
}

export async function unsubscribe(): Promise<void> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) return;
  const registration = await navigator.serviceWorker.getRegistration('/');
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

function tell(subscription: PushSubscription): Promise<PushDevice> {
  const { endpoint, keys = {} } = subscription.toJSON();
  return server.put<PushDevice>(DEVICES, { endpoint, p256dh: keys['p256dh'], auth: keys['auth'] });
}
