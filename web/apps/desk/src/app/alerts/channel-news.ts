/** A channel that failed or is well again, told on the page by whichever tab is shown. */
import { notifications } from '@mantine/notifications';
import type { ChannelNews } from '@otklik/realtime';
import type { QueryClient } from '@tanstack/react-query';
import { loadNotificationSettings } from '~/shared/notifications';
import { play } from '~/shared/tones';
import { openPage } from './opening';

export function takeChannelNews(client: QueryClient, news: ChannelNews): void {
  if (document.visibilityState !== 'visible') return;
  if (news.toast) show(news);
  if (news.sound) void ring(client, news.sound);
}

function show(news: ChannelNews): void {
  const id = `channel-${news.inbox_id}`;
  notifications.hide(id);
  notifications.show({
    id,
    title: news.title,
    message: news.body,
    color: news.failing ? 'red' : 'teal',
    autoClose: news.failing ? false : 8_000,
    withCloseButton: true,
    role: 'alert',
    style: { cursor: 'pointer' },
    onClick: () => {
      notifications.hide(id);
      openPage('/settings/health');
    },
  });
}

async function ring(client: QueryClient, tone: NonNullable<ChannelNews['sound']>): Promise<void> {
  const { choices } = await loadNotificationSettings(client);
  await play(tone, choices.volume);
}
