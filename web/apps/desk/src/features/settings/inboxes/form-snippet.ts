/** The HTML of a form for the company's own page: it works without a script. */
export function formSnippet(action: string, settings: Record<string, unknown>, language: 'ru' | 'en'): string {
  const words = WORDS[language];
  const lines = [`<form method="post" action="${escape(action)}" enctype="multipart/form-data">`, `  <input type="hidden" name="lang" value="${language}">`];
  for (const [name, type, usual] of ASKED) {
    const how = typeof settings[`ask_${name}`] === 'string' ? settings[`ask_${name}`] : usual;
    if (how !== 'off') lines.push(field(words[name], `<input name="${name}" type="${type}"${how === 'required' ? ' required' : ''}>`));
  }
  const topics = linesOf(settings.topics);
  if (topics.length > 0) lines.push(field(words.topic, select('topic', topics, false)));
  for (const one of linesOf(settings.fields)) {
    const own = ownField(one, language);
    if (own) lines.push(field(own.label, own.choices.length > 0 ? select(own.name, own.choices, own.required) : `<input name="${own.name}"${own.required ? ' required' : ''}>`));
  }
  lines.push(field(words.text, '<textarea name="text" rows="6" required></textarea>'));
  if (settings.files !== false) lines.push(field(words.files, '<input name="files" type="file" multiple>'));
  const consent = textOf(settings[`consent_${language}`]) || textOf(settings.consent_ru) || textOf(settings.consent_en);
  if (consent) {
    lines.push(`  <input type="hidden" name="consent_version" value="${escape(textOf(settings.consent_version) || '1')}">`);
    lines.push(`  <label><input name="consent" type="checkbox" value="yes" required> ${escape(consent)}</label>`);
  }
  lines.push('  <div style="position:absolute;left:-10000px" aria-hidden="true"><input name="website" tabindex="-1" autocomplete="off"></div>');
  lines.push(`  <button>${words.send}</button>`, '</form>');
  return lines.join('\n');
}

const ASKED = [
  ['name', 'text', 'optional'],
  ['email', 'email', 'required'],
  ['phone', 'tel', 'off'],
] as const;

const WORDS = {
  ru: { name: 'Ваше имя', email: 'Эл. почта', phone: 'Телефон', topic: 'Тема', text: 'Сообщение', files: 'Файлы', send: 'Отправить' },
  en: { name: 'Your name', email: 'E-mail', phone: 'Phone', topic: 'Topic', text: 'Message', files: 'Files', send: 'Send' },
};

function field(label: string, control: string): string {
  return `  <label>${escape(label)} ${control}</label>`;
}

function select(name: string, choices: string[], required: boolean): string {
  return `<select name="${name}"${required ? ' required' : ''}><option></option>${choices.map((one) => `<option>${escape(one)}</option>`).join('')}</select>`;
}

function ownField(line: string, language: 'ru' | 'en'): { name: string; label: string; required: boolean; choices: string[] } | null {
  const [left = '', ...rest] = line.split('=');
  const [ru = '', en = '', choices = ''] = rest.join('=').split('|').map((part) => part.trim());
  const name = left.trim().replace(/\s*\*$/, '');
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(name) || !ru) return null;
  return { name, label: language === 'en' && en ? en : ru, required: left.trim().endsWith('*'), choices: choices.split(',').map((one) => one.trim()).filter(Boolean) };
}

function linesOf(value: unknown): string[] {
  return textOf(value)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
