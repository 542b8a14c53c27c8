/** Variables of canned responses in a text: the same grammar as the server's, which has the last word. */
export const VARIABLES = [
  'customer.first_name',
  'customer.name',
  'customer.email',
  'customer.phone',
  'conversation.number',
  'conversation.channel',
  'conversation.subject',
  'operator.name',
  'operator.first_name',
  'workspace.name',
] as const;

export type Variable = (typeof VARIABLES)[number];

export interface Place {
  name: string;
  start: number;
  stop: number;
}

const ATTRIBUTE = /^customer\.attributes\.(?=.*\S).{1,100}$/;
const inside = /^\s*([^|"]*?)\s*(?:\|\s*default\s*:\s*"[^"]*"\s*)?$/;

export function findPlaces(text: string): Place[] {
  return [...text.matchAll(/\{\{([^{}\n]*)\}\}/g)].flatMap((match) => {
    const name = inside.exec(match[1] ?? '')?.[1];
    if (name === undefined || !isVariable(name)) return [];
    return [{ name, start: match.index, stop: match.index + match[0].length }];
  });
}

function isVariable(name: string): boolean {
  return (VARIABLES as readonly string[]).includes(name) || ATTRIBUTE.test(name);
}

/** The place to go to from a selection, round and round; null when it is the only one and is chosen already. */
export function nextPlace(places: readonly Place[], start: number, stop: number, back: boolean): Place | null {
  const others = places.filter((one) => one.start !== start || one.stop !== stop);
  if (others.length === 0) return null;
  if (back) return others.findLast((one) => one.stop <= start) ?? others.at(-1) ?? null;
  return others.find((one) => one.start >= stop) ?? others[0] ?? null;
}

export interface Trigger {
  start: number;
  query: string;
}

/** What is being looked for: a word behind `/` or `;` at the beginning or after a space, up to the caret. */
export function findTrigger(text: string, caret: number): Trigger | null {
  const match = /(?:^|\s)[/;]((?:[\p{L}\p{N}][^\n]{0,39})?)$/u.exec(text.slice(0, caret));
  if (!match || /[/;]|\s\s/.test(match[1] ?? '')) return null;
  const query = match[1] ?? '';
  return { start: caret - query.length - 1, query };
}
