/** The words of the window in both languages. */
import type { Lang } from './types';

const ru = {
  online: 'Мы на связи',
  away: 'Нас сейчас нет. Напишите, ответим здесь.',
  typing: 'печатает…',
  close: 'Закрыть чат',
  place: 'Сообщение',
  send: 'Отправить',
  attach: 'Прикрепить файл',
  sending: 'Отправляется',
  sent: 'Отправлено',
  seen: 'Прочитано',
  failed: 'Не отправлено',
  edited: 'изменено',
  gone: 'Сообщение удалено',
  offline: 'Нет связи. Отправим позже.',
  via: 'Ответили в другом канале',
};

const en: typeof ru = {
  online: 'We are online',
  away: 'We are away. Write and we will reply here.',
  typing: 'is typing…',
  close: 'Close chat',
  place: 'Message',
  send: 'Send',
  attach: 'Attach a file',
  sending: 'Sending',
  sent: 'Sent',
  seen: 'Seen',
  failed: 'Not sent',
  edited: 'edited',
  gone: 'Message deleted',
  offline: 'No connection. We will send it later.',
  via: 'Answered in another channel',
};

export type WordList = typeof ru;
export const words = (lang: Lang): WordList => (lang === 'ru' ? ru : en);
