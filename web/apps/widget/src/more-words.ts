/** The words of the parts that come on demand, in both languages. */
import type { Lang } from './types';

const ru = {
  sending: 'Отправляется',
  sent: 'Отправлено',
  seen: 'Прочитано',
  edited: 'изменено',
  gone: 'Сообщение удалено',
  via: 'Ответили в другом канале',
  retry: 'Повторить',
  reply: 'Ответить',
  edit: 'Изменить',
  remove: 'Удалить',
  cancel: 'Отменить',
  name: 'Имя',
  email: 'Эл. почта',
  phone: 'Телефон',
  intro: 'Представьтесь, пожалуйста',
  away: 'Оставьте вопрос и почту: ответим, как только вернёмся',
  question: 'Вопрос',
  leave: 'Отправить',
  begin: 'Начать разговор',
  more: 'Подробнее',
  barred: 'Войдите на сайт, чтобы написать нам.',
  refused: 'Не удалось подтвердить вход. Обновите страницу или войдите снова.',
};

const en: typeof ru = {
  sending: 'Sending',
  sent: 'Sent',
  seen: 'Seen',
  edited: 'edited',
  gone: 'Message deleted',
  via: 'Answered in another channel',
  retry: 'Try again',
  reply: 'Reply',
  edit: 'Edit',
  remove: 'Delete',
  cancel: 'Cancel',
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  intro: 'Please introduce yourself',
  away: 'Leave your question and e-mail: we will answer as soon as we are back',
  question: 'Question',
  leave: 'Send',
  begin: 'Start the chat',
  more: 'Read more',
  barred: 'Sign in on the site to write to us.',
  refused: 'Your sign-in could not be confirmed. Reload the page or sign in again.',
};

export const moreWords = (lang: Lang) => (lang === 'ru' ? ru : en);
