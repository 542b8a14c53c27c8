/** What is asked for, as the address of the page holds it and as the server is asked. */
import type { SearchKind } from '@otklik/api';

export const periods = ['week', 'month', 'year', 'days'] as const;
export const kinds: SearchKind[] = ['all', 'messages', 'contacts', 'files'];

export interface Asked {
  q?: string;
  kind?: SearchKind;
  channel?: string;
  author?: string;
  period?: (typeof periods)[number];
  /** Days of the calendar, both included; only with the period «days». */
  from?: string;
  to?: string;
}

const DAY_MS = 86_400_000;
const LENGTH = { week: 7, month: 30, year: 365 };
const MAX = 200;

/** What the address asks for; what makes no sense in it is left out, so that the address stays short. */
export function readAsked(address: Record<string, unknown>): Asked {
  const word = (name: string) => (typeof address[name] === 'string' || typeof address[name] === 'number' ? String(address[name]).slice(0, MAX) : '');
  const day = (name: string) => (isDay(word(name)) ? word(name) : '');
  const kind = kinds.find((one) => one === address['kind'] && one !== 'all');
  const period = periods.find((one) => one === address['period']);
  const [from, to] = period === 'days' ? [day('from'), day('to')] : ['', ''];
  const words = { q: word('q').trim(), channel: word('channel'), author: word('author'), from, to };
  return { ...Object.fromEntries(Object.entries(words).filter(([, value]) => value)), ...(kind && { kind }), ...(period && { period }) };
}

export function isNarrowed({ channel, author, period }: Asked): boolean {
  return Boolean(channel ?? author ?? period);
}

/** The question for the server: days are those of the reader's own clock, the last one included. */
export function paramsOf({ period, kind = 'all', from, to, ...asked }: Asked, now = new Date()) {
  if (period === 'days') return { ...asked, kind, from: from && midnight(from, 0), to: to && midnight(to, 1) };
  return { ...asked, kind, from: period && new Date(now.getTime() - LENGTH[period] * DAY_MS).toISOString() };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
