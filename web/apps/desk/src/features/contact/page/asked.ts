/** Whom the page of customers shows, as its address holds it and as the server is asked. */
export const orders = ['newest', 'oldest', 'name'] as const;

export interface People {
  q?: string;
  channel?: string;
  attribute?: string;
  value?: string;
  blocked?: 'true' | 'false';
  vip?: 'true';
  since?: string;
  until?: string;
  sort?: (typeof orders)[number];
}

export type PeopleChange = { [name in keyof People]?: People[name] | '' | undefined };

const LIMITS = { q: 200, channel: 40, attribute: 100, value: 300 };

/** What the address asks for; what makes no sense in it is left out, so that the address stays short. */
export function readPeople(address: Record<string, unknown>): People {
  const word = (name: keyof typeof LIMITS) => (['string', 'number', 'boolean'].includes(typeof address[name]) ? String(address[name]).trim().slice(0, LIMITS[name]) : '');
  const day = (name: string) => (typeof address[name] === 'string' && isDay(address[name]) ? address[name] : '');
  const flag = (name: string) => (String(address[name]) === 'true' || String(address[name]) === 'false' ? String(address[name]) : '');
  const attribute = word('attribute');
  const sort = orders.find((one) => one === address['sort'] && one !== 'newest');
  const found = { q: word('q'), channel: word('channel'), attribute, value: attribute ? word('value') : '', blocked: flag('blocked'), vip: flag('vip') === 'true' ? 'true' : '', since: day('since'), until: day('until'), sort };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value));
}

/** Whether filters beside the words and the order are set. */
export function isNarrowed(people: People): boolean {
  return Object.keys(people).some((name) => name !== 'q' && name !== 'sort');
}

/** The address of the file with these people. */
export function exportAddress(people: People, language: string): string {
  return `/api/v1/contacts/export?${new URLSearchParams({ ...people, lang: language }).toString()}`;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
