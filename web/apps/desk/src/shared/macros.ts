/** Macros: the same list for the conversation, the palette, the menu of the field and settings. */
import type { Macro } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { runAction } from './actions';
import { keys } from './keys';
import { server } from './server';
import { createStore } from './store';

export const MACRO_ACTIONS_MAX = 12;
export const MACRO_NAME_MAX = 60;

export const macrosQuery = { queryKey: keys.macros, queryFn: async () => (await server.get<{ items: Macro[] }>('/macros')).items, staleTime: Infinity };

export function useMacros(wanted = true): Macro[] {
  return useQuery({ ...macrosQuery, enabled: wanted }).data ?? nothing;
}

const nothing: Macro[] = [];

/** Which macro the list of them opens with. */
export const macroRequest = createStore<number | null>(null);

/** Shows what a macro will do in the open conversation, to be run from there. */
export function openMacro(id: number): void {
  macroRequest.set(id);
  runAction('conversation.macros');
}

/** Those in whose name every word typed stands. */
export function findMacros(all: readonly Macro[], query: string): Macro[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((one) => words.every((word) => one.name.toLocaleLowerCase().includes(word)));
}
