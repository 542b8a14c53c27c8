import { waited } from '@otklik/i18n';
import { IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useTeams } from '~/shared/colleagues';
import { useLanguage } from '~/shared/i18n';
import { useTargets } from './api';
import type { ChoiceProps } from './transfer-dialog';
import classes from './transfer.module.css';

/** Teams with their load, and how long their customers wait for the first answer, where that can be told. */
export function Teams({ chosen, onChoose }: ChoiceProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const teams = useTeams();
  const targets = useTargets();
  const waitOf = (seconds: number | null) => (seconds === null ? t('transfer.waitUnknown') : t('transfer.wait', { time: waited(seconds * 1000, language) }));
  if (teams.length === 0) return <p className={classes.none}>{t('transfer.noTeams')}</p>;
  return (
    <ul className={classes.list} aria-label={t('transfer.teams')}>
      {teams.map((team) => {
        const load = targets?.teams.find((one) => one.id === team.id);
        return (
          <li key={team.id}>
            <button type="button" className={classes.choice} aria-pressed={chosen?.kind === 'team' && chosen.id === team.id} onClick={() => onChoose({ kind: 'team', id: team.id, name: team.name })}>
              <IconUsersGroup size={20} stroke={1.6} aria-hidden="true" />
              <span className={classes.name}>
                <span className="truncate">{team.name}</span>
                {load ? <span className={classes.more}>{waitOf(load.wait_s)}</span> : null}
              </span>
              <span className={classes.load}>{[t('transfer.load', { count: load?.open ?? team.open_conversations }), load && load.waiting > 0 ? t('transfer.waiting', { count: load.waiting }) : null].filter(Boolean).join(', ')}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
