// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { dropDrafts, flushDrafts, readDraft, writeDraft } from './drafts';

beforeEach(() => {
  localStorage.clear();
  dropDrafts();
});

test('a draft outlives the page', () => {
  writeDraft(7, 'reply', { text: 'Здравствуйте' });
  flushDrafts();
  dropDrafts();
  expect(readDraft(7, 'reply')?.text).toBe('Здравствуйте');
  expect(readDraft(7, 'note')).toBeNull();
});

test('saving waits for a pause in typing', () => {
  vi.useFakeTimers();
  writeDraft(7, 'note', { text: 'Проверить' });
  expect(localStorage.getItem('otklik.draft.7.note')).toBeNull();
  vi.advanceTimersByTime(500);
  expect(localStorage.getItem('otklik.draft.7.note')).toContain('Проверить');
  vi.useRealTimers();
});

test('emptied text leaves nothing behind, even when an older save was under way', () => {
  writeDraft(7, 'reply', { text: 'Сейчас' });
  writeDraft(7, 'reply', { text: '  ' });
  flushDrafts();
  dropDrafts();
  expect(readDraft(7, 'reply')).toBeNull();
});
