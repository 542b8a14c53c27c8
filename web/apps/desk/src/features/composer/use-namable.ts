import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperators, useTeams } from '~/shared/colleagues';
import type { Namable } from '~/shared/mentions';

/** Colleagues, teams and everybody who is online: all who can be named in a note. */
export function useNamable(): Namable[] {
  const { t } = useTranslation('composer');
  const operators = useOperators();
  const teams = useTeams();
  return useMemo(
    () => [
      ...operators.filter((one) => !one.disabled).map(({ id, name, sees_conversations: sees }) => ({ kind: 'operator' as const, id, name, blind: !sees })),
      ...teams.map(({ id, name }) => ({ kind: 'team' as const, id, name })),
      { kind: 'online' as const, id: 0, name: t('everybody') },
    ],
    [operators, teams, t],
  );
}
