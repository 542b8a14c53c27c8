import 'i18next';
import type words from './locales/ru';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    returnNull: false;
    resources: typeof words;
  }
}
