const names: Record<string, { ru: string; en: string }> = {
  telegram: { ru: 'Telegram', en: 'Telegram' },
  email: { ru: 'Почта', en: 'Email' },
  json: { ru: 'Свой канал (JSON)', en: 'Own channel (JSON)' },
  form: { ru: 'Форма на сайте', en: 'Website form' },
  vk: { ru: 'ВКонтакте', en: 'VK' },
  viber: { ru: 'Viber', en: 'Viber' },
  webchat: { ru: 'Чат на сайте', en: 'Website chat' },
  smpp: { ru: 'SMS (SMPP)', en: 'SMS (SMPP)' },
  max: { ru: 'MAX', en: 'MAX' },
  ok: { ru: 'Одноклассники', en: 'Odnoklassniki' },
};

export function channelName(slug: string, language: 'ru' | 'en'): string {
  return names[slug]?.[language] ?? slug;
}
