import type { GroupName } from '@otklik/api';
import { useCallback } from 'react';
import { useWords } from '~/shared/i18n';
import { NONE, type Group } from './order';

/** What groups are called. */
export function useGroupTitle(group: GroupName | null): (one: Group) => string {
  const t = useWords('inbox');
  return useCallback(
    (one) => {
      if (group === 'status') return t(`states.${one.key as 'open'}`);
      if (group === 'priority') return t(`priorities.${one.key as 'urgent'}`);
      if (one.key === NONE && group) return t(`nobody.${group}`);
      return one.name ?? '';
    },
    [t, group],
  );
}
