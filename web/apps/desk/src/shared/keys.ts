/** Names of everything the query cache holds. */
import type { GroupName, SortName } from '@otklik/api';

export interface ListFilter {
  view: string;
  inbox?: number | undefined;
  /** Words and conditions, as typed. */
  q?: string | undefined;
  sort?: SortName | undefined;
  /** `none` stands against the grouping of a saved view; nothing leaves it to that. */
  group?: GroupName | 'none' | undefined;
  /** Keys of groups that are folded, between commas: what is in them is not asked for. */
  folded?: string | undefined;
  /** Columns that need more than every row holds, between commas; a saved view knows its own. */
  columns?: string | undefined;
}

export const keys = {
  session: ['session'] as const,
  operators: ['operators'] as const,
  teams: ['teams'] as const,
  roles: ['roles'] as const,
  /** Where I am signed in. */
  ownPlaces: ['own-places'] as const,
  /** Whether I sign in with a second factor. */
  ownFactor: ['own-factor'] as const,
  /** How I sign in, and through whom I could. */
  ownWays: ['own-ways'] as const,
  /** Providers of sign-in, as they are set up. */
  providers: ['sso-providers'] as const,
  /** How colleagues sign in. */
  peopleWays: ['people-ways'] as const,
  tags: ['tags'] as const,
  reasons: ['closing-reasons'] as const,
  /** What is to be done: mine, and that of one conversation. */
  tasks: ['tasks'] as const,
  ownTasks: (done: boolean) => ['tasks', 'own', done] as const,
  tasksOf: (id: number) => ['tasks', 'of', id] as const,
  topics: ['topics'] as const,
  talkFields: ['conversation-fields'] as const,
  attributes: ['attributes'] as const,
  offers: ['offers'] as const,
  calls: ['calls'] as const,
  notifications: ['notifications'] as const,
  mutes: ['mutes'] as const,
  devices: ['devices'] as const,
  transferTargets: ['transfer-targets'] as const,
  breakReasons: ['break-reasons'] as const,
  channels: ['channels'] as const,
  /** How the installation is. */
  system: ['system'] as const,
  inboxes: ['inboxes'] as const,
  /** Below the inboxes, so that news of them reads it again. */
  health: ['inboxes', 'health'] as const,
  healthOf: (id: number) => ['inboxes', 'health', id] as const,
  logo: (id: number) => ['inboxes', 'logo', id] as const,
  maps: ['maps'] as const,
  /** Whether texts can be translated, into what, and by whom. */
  translates: ['translation'] as const,
  translationLanguages: ['translation', 'languages'] as const,
  translationService: ['translation', 'service'] as const,
  counts: ['counts'] as const,
  savedViews: ['saved-views'] as const,
  closingNeeds: ['closing-needs'] as const,
  bulk: (id: number) => ['bulk', id] as const,
  lists: ['list'] as const,
  list: (filter: ListFilter) => ['list', filter] as const,
  /** Groups of lists, with how much they hold. */
  listGroups: ['list-groups'] as const,
  groupsOf: (asked: object) => ['list-groups', asked] as const,
  conversations: ['conversation'] as const,
  canned: ['canned'] as const,
  macros: ['macros'] as const,
  conversation: (id: number) => ['conversation', id] as const,
  thread: (id: number) => ['thread', id] as const,
  threads: ['thread'] as const,
  /** A stretch of a thread far from its end. */
  stretch: (id: number) => ['thread', id, 'stretch'] as const,
  findings: (id: number, q: string) => ['conversation', id, 'find', q] as const,
  search: (asked: object) => ['search', asked] as const,
  /** With what a reply by e-mail begins, as of a message of the conversation. */
  letter: (id: number, identity: number, seq: number) => ['letter', id, identity, seq] as const,
  forward: (message: number) => ['forward', message] as const,
  rawHeaders: (message: number) => ['raw-headers', message] as const,
  /** Replies that wait to leave. */
  held: (id: number) => ['held', id] as const,
  stickers: ['stickers'] as const,
  /** What a provider has approved for an inbox. */
  templates: (inbox: number) => ['templates', inbox] as const,
  pins: (id: number) => ['pins', id] as const,
  /** The last words of a conversation, to be looked at before another one joins it. */
  lastWords: (id: number) => ['last-words', id] as const,
  /** Lists of customers. */
  peoples: ['people'] as const,
  people: (asked: object) => ['people', asked] as const,
  /** A few of them, to choose one from. */
  peopleFound: (q: string) => ['people-found', q] as const,
  /** By what somebody can be written to first. */
  start: (contact: number | null) => ['start', contact] as const,
  /** Files of customers that were brought in. */
  imports: ['imports'] as const,
  importList: ['imports', 'list'] as const,
  import: (id: number) => ['imports', id] as const,
  contact: (id: number) => ['contact', id] as const,
  contactNotes: (id: number) => ['contact', id, 'notes'] as const,
  consents: (id: number) => ['contact', id, 'consents'] as const,
  ratings: (id: number) => ['contact', id, 'ratings'] as const,
  visits: (id: number) => ['contact', id, 'visits'] as const,
  contactFiles: (id: number, kind: string) => ['contact', id, 'files', kind] as const,
  timeline: (id: number) => ['contact', id, 'timeline'] as const,
  suggestions: (id: number) => ['contact', id, 'suggestions'] as const,
};
