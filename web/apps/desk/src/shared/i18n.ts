import type { Language } from '@otklik/i18n';
import i18next, { type Namespace, type TFunction } from 'i18next';
import { useSyncExternalStore } from 'react';
import { initReactI18next } from 'react-i18next';
import { recall, keep } from './kept';
import { server } from './server';

const load = {
  ru: () => import('./locales/ru'),
  en: () => import('./locales/en'),
};

export function preferredLanguage(): Language {
  const kept = recall('language');
  if (kept === 'ru' || kept === 'en') return kept;
  return navigator.languages.some((one) => one.startsWith('ru')) || !navigator.language.startsWith('en') ? 'ru' : 'en';
}

export async function startTranslations(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'ru',
    fallbackLng: false,
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    returnNull: false,
    resources: {},
  });
  await speak(preferredLanguage());
}

/** Changes the language of the whole page. */
export async function speak(language: Language): Promise<void> {
  const words = (await load[language]()).default;
  for (const [namespace, texts] of Object.entries(words)) i18next.addResourceBundle(language, namespace, texts);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.querySelector('link[rel="manifest"]')?.setAttribute('href', language === 'en' ? '/manifest.en.webmanifest' : '/manifest.webmanifest');
  server.language = language;
  keep('language', language);
}

function listen(tell: () => void): () => void {
  i18next.on('languageChanged', tell);
  return () => i18next.off('languageChanged', tell);
}

const spoken = (): Language => (i18next.language === 'en' ? 'en' : 'ru');

export function useLanguage(): Language {
  return useSyncExternalStore(listen, spoken);
}

const fixed = new Map<string, TFunction<never>>();

/** The words of one namespace: `useTranslation` for what is drawn hundreds of times, such as the parts of a row. */
export function useWords<Words extends Namespace>(namespace: Words): TFunction<Words> {
  const language = useLanguage();
  const name = `${language}.${String(namespace)}`;
  const known = fixed.get(name) ?? i18next.getFixedT(language, namespace);
  fixed.set(name, known);
  return known;
}
