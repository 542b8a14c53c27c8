/** The words of the window in both languages. */
import type { Lang } from './types';

const ru = {
  online: 'Мы на связи',
  away: 'Нас сейчас нет.',
  leave: 'Напишите, ответим здесь.',
  back: 'Вернёмся:',
  typing: 'печатает…',
  close: 'Закрыть чат',
  place: 'Сообщение',
  send: 'Отправить',
  attach: 'Прикрепить файл',
  failed: 'Не отправлено',
  peeks: 'Мы видим, что вы пишете, ещё до отправки',
  offline: 'Нет связи. Отправим позже.',
};

const en: typeof ru = {
  online: 'We are online',
  away: 'We are away.',
  leave: 'Write and we will reply here.',
  back: 'Back:',
  typing: 'is typing…',
  close: 'Close chat',
  place: 'Message',
  send: 'Send',
  attach: 'Attach a file',
  failed: 'Not sent',
  peeks: 'We see what you write before you send it',
  offline: 'No connection. We will send it later.',
};

export type WordList = typeof ru;
export const words = (lang: Lang): WordList => (lang === 'ru' ? ru : en);
