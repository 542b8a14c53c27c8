/** Texts in another language, by way of the company's translation service. */
import { asProblem } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { keys } from './keys';
import { problemText } from './problem-text';
import { server } from './server';
import { createStore } from './store';

export interface Translation {
  target: string;
  /** The language the service found; empty where it does not say. */
  source: string;
  text: string;
}

/** What stands under a message: `of` are the words it was asked about, so that an edited message shows no old one. */
export interface Shown {
  of: string;
  target: string;
  made?: Translation;
  error?: unknown;
}

export const shownTranslations = createStore<Readonly<Record<number, Shown>>>({});

/** In which language a customer last wrote, as the service found it. */
export const spokenLanguages = createStore<Readonly<Record<number, string>>>({});

/** What replies said before they were translated. */
export const originals = createStore<Readonly<Record<number, string>>>({});

/** Whether a service is connected. */
export function useTranslates(): boolean {
  const { data } = useQuery({ queryKey: keys.translates, queryFn: () => server.get<{ on: boolean }>('/translation'), staleTime: 5 * 60_000 });
  return data?.on === true;
}

interface Asked {
  id: number;
  conversation_id: number;
  direction: string;
  text: string;
}

/** Shows a message in another language, or why it cannot be. */
export async function showTranslation({ id, conversation_id: conversation, direction, text }: Asked, target: string): Promise<void> {
  const put = (part: Partial<Shown>) => shownTranslations.set((all) => ({ ...all, [id]: { of: text, target, ...part } }));
  put({});
  try {
    const made = await server.post<Translation>(`/conversations/${conversation}/messages/${id}/translation`, { target });
    if (direction === 'in' && made.source) spokenLanguages.set((all) => ({ ...all, [conversation]: made.source }));
    put({ made });
  } catch (error) {
    put({ error });
  }
}

export function hideTranslation(id: number): void {
  shownTranslations.set((all) => Object.fromEntries(Object.entries(all).filter(([known]) => Number(known) !== id)));
}

/** What is wrong, in the reader's language, and what the service itself said. */
export function translationTrouble(error: unknown): { words: string; said: string } {
  const { code, body } = asProblem(error);
  const said = typeof body['said'] === 'string' ? body['said'] : '';
  const key = `translation:trouble.${code}`;
  return { words: i18next.exists(key) ? (i18next.t as (key: string, facts: object) => string)(key, { limit: body['limit'], length: body['length'] }) : problemText(error), said };
}

/** What a language is called, in the reader's own. */
export function languageName(code: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** That of the service's languages which is meant: `en-US` is `en` to it, `zh` perhaps `zh-Hans`. */
export function pickLanguage(wanted: string, known: readonly string[]): string | null {
  const tag = wanted.replace('_', '-').toLowerCase();
  const base = tag.split('-')[0] ?? '';
  if (!base) return null;
  return known.find((one) => one.toLowerCase() === tag) ?? known.find((one) => one === base) ?? known.find((one) => one.toLowerCase().startsWith(`${base}-`)) ?? null;
}
