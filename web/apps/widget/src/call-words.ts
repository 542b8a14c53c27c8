/** The words of calls in both languages. */
import type { Ended } from './calling';
import type { Lang } from './types';

export interface Words {
  call: string;
  bar: string;
  microphone: string;
  ringing: string;
  joining: string;
  talking: string;
  broken: string;
  held: string;
  mute: string;
  unmute: string;
  hangUp: string;
  close: string;
  askBack: string;
  phone: string;
  when: string;
  ask: string;
  wrongPhone: string;
  failed: string;
  cancel: string;
  ended: Record<Ended, string>;
}

const ru: Words = {
  call: 'Позвонить',
  bar: 'Звонок',
  microphone: 'Разрешите доступ к микрофону',
  ringing: 'Звоним…',
  joining: 'Соединяем…',
  talking: 'Идёт разговор',
  broken: 'Связь прервалась, восстанавливаем…',
  held: 'Вас попросили подождать на линии',
  mute: 'Выключить микрофон',
  unmute: 'Включить микрофон',
  hangUp: 'Положить трубку',
  close: 'Понятно',
  askBack: 'Перезвоните мне',
  phone: 'Номер телефона',
  when: 'Когда перезвонить',
  ask: 'Заказать звонок',
  wrongPhone: 'Проверьте номер: в нём от 5 до 15 цифр',
  failed: 'Не получилось. Попробуйте ещё раз или напишите здесь.',
  cancel: 'Отменить',
  ended: {
    promised: 'Спасибо! Мы перезвоним в выбранное время.',
    finished: 'Разговор завершён',
    lost: 'Связь оборвалась. Позвоните ещё раз или напишите здесь.',
    missed: 'Сейчас никто не смог ответить. Напишите здесь: мы видим ваш звонок и ответим.',
    off: 'Сейчас позвонить нельзя. Напишите здесь, мы ответим.',
    running: 'Вы уже звоните в другой вкладке',
    refused: 'Нет доступа к микрофону. Разрешите его в настройках браузера для этого сайта и позвоните снова или напишите здесь.',
    absent: 'Микрофон не найден. Подключите его и позвоните снова или напишите здесь.',
    stranger: 'Сначала представьтесь в форме ниже, затем позвоните',
    often: 'Слишком много звонков подряд. Напишите здесь, мы ответим.',
    failed: 'Не получилось позвонить. Проверьте связь и попробуйте ещё раз или напишите здесь.',
  },
};

const en: Words = {
  call: 'Call us',
  bar: 'Call',
  microphone: 'Please allow the microphone',
  ringing: 'Calling…',
  joining: 'Connecting…',
  talking: 'In conversation',
  broken: 'The line broke, reconnecting…',
  held: 'You have been asked to hold the line',
  mute: 'Mute the microphone',
  unmute: 'Unmute the microphone',
  hangUp: 'Hang up',
  close: 'OK',
  askBack: 'Call me back',
  phone: 'Phone number',
  when: 'When to call',
  ask: 'Ask for a call',
  wrongPhone: 'Check the number: it has 5 to 15 digits',
  failed: 'That did not work. Try again or write here.',
  cancel: 'Cancel',
  ended: {
    promised: 'Thank you! We will call you at the chosen time.',
    finished: 'The call is over',
    lost: 'The line was lost. Call again or write here.',
    missed: 'Nobody could answer just now. Write here: we see that you called and will reply.',
    off: 'Calls are not possible now. Write here and we will reply.',
    running: 'You are calling in another tab already',
    refused: 'The microphone is not allowed. Allow it for this site in your browser and call again, or write here.',
    absent: 'No microphone was found. Connect one and call again, or write here.',
    stranger: 'Please introduce yourself in the form below, then call',
    often: 'Too many calls in a row. Write here and we will reply.',
    failed: 'The call did not go through. Check your connection and try again, or write here.',
  },
};

export const callWords = (lang: Lang) => (lang === 'ru' ? ru : en);
