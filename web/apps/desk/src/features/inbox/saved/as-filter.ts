/** What is on the screen, said as one filter: the view, the channel chosen beside it, and what was typed. */
import type { Language } from '@otklik/i18n';
import type { SavedView } from '@otklik/api';
import type { ListFilter } from '~/shared/keys';
import { cut } from '../filters/pieces';

const states = new Set(['waiting', 'ждут', 'ждет', 'open', 'открытые', 'открыт', 'snoozed', 'отложенные', 'отложен', 'resolved', 'closed', 'закрытые', 'закрыт', 'spam', 'спам']);

interface Words {
  open: string;
  me: string;
  nobody: string;
  waiting: string;
  snoozed: string;
  resolved: string;
  failed: string;
  team: string;
  teamless: string;
  or: string;
  inbox: string;
}

const words: Record<Language, Words> = {
  ru: { open: 'это:открытые', me: 'ответственный:я', nobody: 'ответственный:никто', waiting: 'это:ждут', snoozed: 'это:отложенные', resolved: 'это:закрытые', failed: 'это:недоставлено', team: 'отдел', teamless: 'отдел:никто', or: 'или', inbox: 'подключение' },
  en: { open: 'is:open', me: 'assignee:me', nobody: 'assignee:nobody', waiting: 'is:waiting', snoozed: 'is:snoozed', resolved: 'is:resolved', failed: 'is:failed', team: 'team', teamless: 'team:nobody', or: 'or', inbox: 'inbox' },
};

export function asFilter(filter: ListFilter, saved: SavedView | undefined, language: Language, teams: number[] = []): string {
  const say = words[language];
  const typed = (filter.q ?? '').trim();
  const alternatives = cut(typed).some((piece) => piece.kind === 'joint' && !['and', 'и'].includes(piece.text.toLowerCase()));
  const asked = alternatives ? `(${typed})` : typed;
  const inbox = filter.inbox === undefined ? '' : `${say.inbox}:#${filter.inbox}`;
  return [...ofView(filter.view, saved, { say, teams }, namesState(typed)), inbox, asked].filter(Boolean).join(' ');
}

/** A state in what was typed stands in for that of the view, as in the list itself. */
function namesState(typed: string): boolean {
  return [...typed.matchAll(/(?:is|это):([^\s()]+)/giu)].some((found) => states.has((found[1] ?? '').toLowerCase().replaceAll('ё', 'е')));
}

function ofView(view: string, saved: SavedView | undefined, { say, teams }: { say: Words; teams: number[] }, named: boolean): string[] {
  const open = named ? '' : say.open;
  if (view.startsWith('saved:')) return saved ? [/\bor\b/.test(saved.filter) ? `(${saved.filter})` : saved.filter] : [];
  if (view.startsWith('team:')) return [open, `${say.team}:#${view.slice('team:'.length)}`];
  if (view === 'mine') return [open, say.me];
  if (view === 'unassigned') return [open, say.nobody, teams.length > 0 ? `(${[say.teamless, ...teams.map((id) => `${say.team}:#${id}`)].join(` ${say.or} `)})` : ''];
  if (view === 'open') return [open];
  if (view === 'waiting' || view === 'snoozed' || view === 'resolved' || view === 'failed') return named ? [] : [say[view]];
  return [];
}
