import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { keys } from '~/shared/keys';
import { followConversation } from './live';

afterEach(() => vi.useRealTimers());

test('a customer who types is shown for as many seconds as the server says', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T10:00:00Z') });
  const client = new QueryClient();
  followConversation(client, { type: 'contact_typing', conversation_id: 7, seconds: 6 });
  expect(client.getQueryData(keys.contactTyping(7))).toBe('2026-11-22T10:00:06.000Z');
});
