import { useTranslation } from 'react-i18next';

/** Rights by what they are about, each once, in the order they come. */
export const rightGroups = ['conversations', 'contacts', 'content', 'channels', 'people', 'company'] as const;

export type RightGroup = (typeof rightGroups)[number];

const homes: Record<string, RightGroup> = { conversations: 'conversations', calls: 'conversations', contacts: 'contacts', canned_responses: 'content', macros: 'content', views: 'content', labels: 'content', inboxes: 'channels', delivery: 'channels', teams: 'people', operators: 'people', owners: 'people' };

export function groupRights(rights: readonly string[]): { group: RightGroup; rights: string[] }[] {
  const every = [...new Set(rights)];
  const homeOf = (right: string) => homes[right.slice(0, right.indexOf('.'))] ?? 'company';
  return rightGroups.map((group) => ({ group, rights: every.filter((right) => homeOf(right) === group) })).filter((one) => one.rights.length > 0);
}

/** A right in words; one we do not know as the server names it. */
export function useRightName(): (right: string) => string {
  const { t } = useTranslation('roles');
  return (right) => t(`rights.${right.replace('.', '_')}` as 'right', { defaultValue: right });
}
