// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import type { Draft as ServerDraft } from '@otklik/api';
import { settle } from './draft-sync';
import { countDrafts, dirtyDrafts, draftPreview, dropDrafts, flushDrafts, heldDraft, keptDrafts, putDraft, readDraft, takeBriefs, takeDraft, takeServerDraft, writeDraft, type Draft } from './drafts';
import { pageId } from './page-id';

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

const theirs = (part: Partial<ServerDraft>): ServerDraft => ({
  conversation_id: 7,
  tab: 'reply',
  revision: 1,
  device: 'phone',
  text: '',
  subject: '',
  identity_id: null,
  reply_to: null,
  mail: null,
  attachments: [],
  buttons: [],
  replaced: '',
  updated_at: '2026-11-22T10:00:00.000Z',
  ...part,
});

function sentWith(revision: number): Draft {
  const draft = heldDraft('draft.7.reply');
  if (!draft) throw new Error('there is no draft');
  return { ...draft, revision };
}

test('a newer text of another device takes the place of an older one', () => {
  takeServerDraft(theirs({ revision: 3, text: 'С телефона' }));
  expect(readDraft(7, 'reply')?.text).toBe('С телефона');
  takeServerDraft(theirs({ revision: 2, text: 'Раньше' }));
  expect(readDraft(7, 'reply')?.text).toBe('С телефона');
  takeServerDraft(theirs({ revision: 4 }));
  expect(readDraft(7, 'reply')).toBeNull();
});

test('buttons alone are a draft, and come from another device with the words', () => {
  writeDraft(7, 'reply', { buttons: [[{ title: 'Да', payload: '', url: null }]] });
  expect(heldDraft('draft.7.reply')?.dirty).toBe(true);
  flushDrafts();
  dropDrafts();
  expect(readDraft(7, 'reply')?.buttons?.[0]?.[0]?.title).toBe('Да');
  writeDraft(7, 'reply', { buttons: undefined });
  expect(readDraft(7, 'reply')).toBeNull();
  takeServerDraft(theirs({ conversation_id: 8, revision: 2, buttons: [[{ title: 'Нет', payload: '', url: null }]] }));
  expect(readDraft(8, 'reply')?.buttons?.[0]?.[0]?.title).toBe('Нет');
});

test('what is typed and not saved yet is not overwritten by a frame', () => {
  writeDraft(7, 'reply', { text: 'Пишу' });
  takeServerDraft(theirs({ revision: 9, text: 'С телефона' }));
  expect(readDraft(7, 'reply')?.text).toBe('Пишу');
});

test('a save that lost shows the other text and offers its own', () => {
  writeDraft(7, 'reply', { text: 'Со стола' });
  const sent = sentWith(1);
  putDraft('draft.7.reply', sent);
  settle('draft.7.reply', sent, theirs({ revision: 5, text: 'С телефона', replaced: 'Со стола' }));
  expect(heldDraft('draft.7.reply')).toMatchObject({ text: 'С телефона', other: 'Со стола', dirty: false, base: 5 });
});

test('a save that stands leaves what was typed meanwhile to the next one', () => {
  writeDraft(7, 'reply', { text: 'раз' });
  const sent = sentWith(1);
  putDraft('draft.7.reply', sent);
  writeDraft(7, 'reply', { text: 'раз два' });
  settle('draft.7.reply', sent, theirs({ revision: 1, text: 'раз', device: pageId }));
  expect(heldDraft('draft.7.reply')).toMatchObject({ text: 'раз два', dirty: true, base: 1 });
});

test('sending empties the draft under a higher revision, and an answer that was late does not bring it back', () => {
  writeDraft(7, 'reply', { text: 'Уже везём' });
  const sent = sentWith(4);
  putDraft('draft.7.reply', sent);
  expect(takeDraft(7, 'reply')).toEqual({ revision: 5, device: pageId });
  settle('draft.7.reply', sent, theirs({ revision: 4, text: 'Уже везём', device: pageId }));
  expect(readDraft(7, 'reply')).toBeNull();
  expect(draftPreview(7)).toBeNull();
  flushDrafts();
  dropDrafts();
  takeServerDraft(theirs({ revision: 4, text: 'Уже везём' }));
  expect(readDraft(7, 'reply')).toBeNull();
});

test('drafts of the server are counted and shown without their text being here', () => {
  const brief = { conversation_id: 9, tab: 'note', revision: 2, preview: 'Проверить склад', updated_at: '' } as const;
  takeBriefs([brief], Date.now());
  writeDraft(7, 'reply', { text: 'Здесь' });
  expect(countDrafts()).toBe(2);
  expect(draftPreview(9)).toBe('Проверить склад');
});

test('a draft that was sent on another device while this one was away is gone here as well', () => {
  takeServerDraft(theirs({ revision: 2, text: 'Старое' }));
  flushDrafts();
  takeBriefs([], Date.now());
  expect(readDraft(7, 'reply')?.text, 'an older list says nothing of what came after it was asked for').toBe('Старое');
  takeBriefs([], Date.now() + 1);
  expect(readDraft(7, 'reply')).toBeNull();
  writeDraft(8, 'reply', { text: 'Ещё не сохранено' });
  flushDrafts();
  takeBriefs([], Date.now() + 1);
  expect(readDraft(8, 'reply')?.text).toBe('Ещё не сохранено');
});

test('a draft of the release before is kept and goes to the server', () => {
  localStorage.setItem('otklik.draft.7.reply', JSON.stringify({ text: 'Давнее', at: 5 }));
  expect(heldDraft('draft.7.reply')).toMatchObject({ text: 'Давнее', dirty: true, revision: 0 });
});

test('what another page of this browser has begun is neither thrown away nor taken for mine', () => {
  expect(readDraft(7, 'reply')).toBeNull();
  localStorage.setItem('otklik.draft.7.reply', JSON.stringify({ text: 'Там', at: 1, revision: 0, base: 0, dirty: true }));
  expect(keptDrafts()).toEqual([]);
  expect(dirtyDrafts()).toEqual([]);
  expect(localStorage.getItem('otklik.draft.7.reply')).toContain('Там');
  dropDrafts();
  expect(dirtyDrafts(), 'a page that opens later takes it over').toEqual(['draft.7.reply']);
});
