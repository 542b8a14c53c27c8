import { useMemo } from 'react';
import { useOperators, useTeams } from '~/shared/colleagues';
import type { Namable } from '~/shared/mentions';

/** Colleagues and teams who see this conversation and can be named in a note. */
export function useNamable(): Namable[] {
  const operators = useOperators();
  const teams = useTeams();
  return useMemo(
    () => [
      ...operators.filter((one) => !one.disabled).map(({ id, name }) => ({ kind: 'operator' as const, id, name })),
      ...teams.map(({ id, name }) => ({ kind: 'team' as const, id, name })),
    ],
    [operators, teams],
  );
}
