/** Tells of a notice in this browser: on the page that is shown, by one sound of all tabs, outside when none is shown. */
import { notifications } from '@mantine/notifications';
import type { Notice, NotificationSettings } from '@otklik/api';
import type { QueryClient } from '@tanstack/react-query';
import { dropNotices, noteNotice, noticed } from '~/shared/noticed';
import { loadNotificationSettings } from '~/shared/notifications';
import { createStore } from '~/shared/store';
import { play } from '~/shared/tones';
import { Breath, judge, type Eyes } from './gathering';
import { openPage, pageOf } from './opening';

/** The browser has refused to play a sound: nobody has touched the page yet. */
export const soundBlocked = createStore(false);

const LISTEN_MS = 250;
const REPEAT_MS = 15_000;
const REPEATS = 20;

type Message = ({ kind: 'eyes' } & Eyes) | { kind: 'seen'; conversation: number };

const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('otklik.alerts');
const heard = new Map<string, Eyes[]>();
const breath = new Breath();
let leads = false;

tabs?.addEventListener('message', (event: MessageEvent<Message>) => {
  const message = event.data;
  if (message.kind === 'seen') forget(message.conversation);
  else heard.set(message.key, [...(heard.get(message.key) ?? []), message]);
});

/** Whichever tab holds the lock makes the noise; when it closes, the next one takes over. */
function lead(): Promise<never> {
  leads = true;
  return new Promise(() => undefined);
}

if ('locks' in navigator) void navigator.locks.request('otklik.alerts', lead);
else leads = true;

const keyOf = (notice: Notice) => `${notice.happening}:${notice.conversation_id}:${notice.message_id ?? ''}`;

function lookHere(notice: Notice): Eyes {
  const visible = document.visibilityState === 'visible';
  return { key: keyOf(notice), visible, looking: visible && document.hasFocus() && shownConversation() === notice.conversation_id };
}

function shownConversation(): number | null {
  const found = /^\/inbox\/[^/]+\/(\d+)$/.exec(window.location.pathname);
  return found ? Number(found[1]) : null;
}

export function takeNotice(client: QueryClient, notice: Notice): void {
  const eyes = lookHere(notice);
  tabs?.postMessage({ kind: 'eyes', ...eyes } satisfies Message);
  if (!eyes.looking) noteNotice(notice.conversation_id, notice.happening);
  // An offer has a card of its own.
  if (eyes.visible && !eyes.looking && notice.toast && notice.happening !== 'offer') showToast(notice);
  setTimeout(() => void makeNoise(client, notice, eyes), LISTEN_MS);
}

async function makeNoise(client: QueryClient, notice: Notice, own: Eyes): Promise<void> {
  const others = heard.get(own.key) ?? [];
  heard.delete(own.key);
  if (!leads) return;
  const { sound, outside } = judge([own, ...others]);
  if (outside && notice.browser) showOutside(notice);
  if (!sound || !notice.sound) return;
  const { choices } = await loadNotificationSettings(client);
  if (breath.take(Date.now())) await ring(notice, choices);
  if (choices.repeat) repeat(notice, choices, REPEATS);
}

async function ring(notice: Notice, choices: NotificationSettings['choices']): Promise<void> {
  if (notice.sound) soundBlocked.set(!(await play(notice.sound, choices.volume)));
}

/** Sounds again until the conversation was looked at, taken or closed; not for ever. */
function repeat(notice: Notice, choices: NotificationSettings['choices'], left: number): void {
  if (left === 0) return;
  setTimeout(() => {
    if (!leads || !noticed.get().has(notice.conversation_id)) return;
    if (breath.take(Date.now())) void ring(notice, choices);
    repeat(notice, choices, left - 1);
  }, REPEAT_MS);
}

const toastOf = (conversation: number) => `notice-${conversation}`;

function showToast(notice: Notice): void {
  const id = toastOf(notice.conversation_id);
  notifications.hide(id);
  notifications.show({
    id,
    title: notice.title,
    message: notice.body,
    color: notice.happening === 'failed' ? 'red' : 'iris',
    autoClose: 8_000,
    withCloseButton: true,
    style: { cursor: 'pointer' },
    'data-notice': notice.conversation_id,
    onClick: () => {
      notifications.hide(id);
      openPage(pageOf(notice.conversation_id));
    },
  });
}

function showOutside(notice: Notice): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  const page = pageOf(notice.conversation_id);
  const options = { body: notice.outside.body, tag: `conversation-${notice.conversation_id}`, icon: '/assets/icon-192.png', data: { page }, silent: true };
  try {
    const shown = new Notification(notice.outside.title, options);
    shown.onclick = () => {
      window.focus();
      shown.close();
      openPage(page);
    };
  } catch {
    // Phones show them by the service worker only.
    if ('serviceWorker' in navigator) void navigator.serviceWorker.ready.then((registration) => registration.showNotification(notice.outside.title, options));
  }
}

/** The conversation is before the person's eyes: nothing more of it is told, in no tab. */
export function noteSeen(conversation: number): void {
  forget(conversation);
  tabs?.postMessage({ kind: 'seen', conversation } satisfies Message);
}

function forget(conversation: number): void {
  dropNotices([conversation]);
  notifications.hide(toastOf(conversation));
}
