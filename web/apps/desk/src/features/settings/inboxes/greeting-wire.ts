/** Greetings on the wire, and the form they are written in. */

export interface Terms {
  pages: string[];
  seconds: number;
  scroll: number;
  leaving: boolean;
  visits: number;
  visitors: 'all' | 'new' | 'returning';
  present: 'any' | 'online' | 'away';
}

export interface Greeting {
  id: number;
  name: string;
  enabled: boolean;
  text_ru: string;
  text_en: string;
  terms: Terms;
  every_days: number;
  shown: number;
  opened: number;
  answered: number;
}

export type GreetingDraft = Pick<Greeting, 'name' | 'text_ru' | 'text_en' | 'terms' | 'every_days'>;

export const TEXT_MAX = 300;
export const NAME_MAX = 100;
export const PATTERNS_MAX = 20;

export const blank = (): GreetingDraft => ({
  name: '',
  text_ru: '',
  text_en: '',
  every_days: 7,
  terms: { pages: [], seconds: 15, scroll: 0, leaving: false, visits: 1, visitors: 'all', present: 'any' },
});

/** What part of those who were shown it went on, in whole percents; nothing before anybody was. */
export const partOf = (count: number, shown: number): number | null => (shown > 0 ? Math.min(100, Math.round((count / shown) * 100)) : null);
