import { createInstance } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { sayDetail } from './detail';

const i18n = createInstance();

beforeAll(async () => {
  const [ru, en, ruRoles, enRoles] = await Promise.all([
    import('~/shared/locales/ru/admin.json'),
    import('~/shared/locales/en/admin.json'),
    import('~/shared/locales/ru/roles.json'),
    import('~/shared/locales/en/roles.json'),
  ]);
  await i18n.init({ lng: 'ru', resources: { ru: { admin: ru.default, roles: ruRoles.default }, en: { admin: en.default, roles: enRoles.default } } });
});

const say = (detail: Record<string, unknown>, language: 'ru' | 'en' = 'ru') => {
  void i18n.changeLanguage(language);
  return sayDetail(detail, { i18n, language }).map(({ name, value }) => `${name}: ${value}`);
};

test('a change is said as what was and what is', () => {
  expect(say({ role: { from: 'operator', to: 'admin' }, disabled: { from: false, to: true } })).toEqual([
    'Роль: Оператор → Администратор',
    'Отключён: нет → да',
  ]);
});

test('people and teams are numbered, nobody is a dash', () => {
  expect(say({ name: 'Продажи', member_ids: [3, 5] })).toEqual(['Название: Продажи', 'Состав: №\u00a03, №\u00a05']);
  expect(say({ team_ids: { from: [], to: [1] } }, 'en')).toEqual(['Teams: — → #1']);
});

test('fields of a card and of a channel are named', () => {
  expect(say({ fields: ['name', 'settings', 'settings.token', 'settings.port', 'novelty'] })).toEqual([
    'Что: Название, Настройки, novelty',
  ]);
});

test('what was and what is in a setting inside others, and a secret by its mask', () => {
  const change = { 'settings.port': { from: 993, to: 143 }, 'settings.password': { from: '•••', to: '•••' }, 'text.ru': { from: null, to: 'Привет' }, phone: { from: '', to: '+7' } };
  expect(say(change)).toEqual(['Настройки, port: 993 → 143', 'Настройки, password: ••• → •••', 'Текст, русский: — → Привет', 'Телефон: — → +7']);
});

test('what serves the machine is silent, what is new is shown as the server names it', () => {
  expect(say({ merge_id: 7, novelty: { deep: [1] } })).toEqual(['novelty: {"deep":[1]}']);
});

test('what a role gained and lost is said by the names of the rights, in both languages', () => {
  const change = { name: { from: 'Касса', to: 'Склад' }, added: ['audit.view', 'new.thing'], removed: ['conversations.reply'] };
  expect(say(change)).toEqual(['Название: Касса → Склад', 'Добавлено: Читать журнал действий, new.thing', 'Убрано: Отвечать клиентам']);
  expect(say({ ...change, moved_to: 'supervisor', why: 'time' }, 'en').slice(1)).toEqual(['Added: Read the audit log, new.thing', 'Removed: Answer customers', 'Moved to the role: Supervisor', 'Why: time was up']);
});
