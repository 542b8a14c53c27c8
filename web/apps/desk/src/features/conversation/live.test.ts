import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { isContactTyping } from '~/shared/contact-typing';
import { followConversation } from './live';

afterEach(() => vi.useRealTimers());

test('a customer who types is shown for as many seconds as the server says, and not after a cut', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T10:00:00Z') });
  const client = new QueryClient();
  const typing = { type: 'contact_typing', conversation_id: 7, seconds: 6 } as const;
  followConversation(client, typing);
  vi.advanceTimersByTime(4000);
  followConversation(client, typing);
  vi.advanceTimersByTime(5000);
  expect(isContactTyping(7)).toBe(true);
  expect(isContactTyping(8)).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(isContactTyping(7)).toBe(false);
  followConversation(client, typing);
  followConversation(client, { type: 'ready', resync: false } as never);
  expect(isContactTyping(7)).toBe(false);
});
