import { Modal, Tabs, TextInput } from '@mantine/core';
import '@mantine/core/styles/Tabs.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { moveAmongChoices } from '~/shared/choices/choice-keys';
import choices from '~/shared/choices/choices.module.css';
import { useOperators, useTeams } from '~/shared/colleagues';
import { useTags } from '~/shared/labels';
import { matches } from '~/shared/name-search';
import type { BulkAction } from './run';

interface PickDialogProps {
  what: 'transfer' | 'toTeam' | 'tags' | 'priority';
  onChoose: (action: BulkAction) => void;
  onClose: () => void;
}

interface Choice {
  name: string;
  action: BulkAction;
}

/** From how many a list is searched rather than read. */
const MANY = 8;

/** One of few for many rows: to whom they go, which tag they get or lose, how urgent they are. */
export default function PickDialog({ what, onChoose, onClose }: PickDialogProps) {
  const { t } = useTranslation('filters');
  const pages = usePages(what);
  return (
    <Modal opened onClose={onClose} title={t(`bulk.pick.${what === 'toTeam' ? 'transfer' : what}`)} size="sm" closeButtonProps={{ 'aria-label': t('close') }}>
      {pages.length === 1 ? (
        <Choices choices={pages[0]?.choices ?? []} onChoose={onChoose} />
      ) : (
        <Tabs defaultValue={pages[what === 'toTeam' ? 1 : 0]?.name ?? null}>
          <Tabs.List>
            {pages.map((page) => (
              <Tabs.Tab key={page.name} value={page.name}>
                {page.name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {pages.map((page) => (
            <Tabs.Panel key={page.name} value={page.name} pt="sm">
              <Choices choices={page.choices} onChoose={onChoose} />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </Modal>
  );
}

function usePages(what: PickDialogProps['what']): { name: string; choices: Choice[] }[] {
  const { t } = useTranslation(['filters', 'conversation']);
  const people = useOperators().filter((one) => !one.disabled);
  const teams = useTeams();
  const tags = useTags();
  if (what === 'priority') {
    const ranks = ['urgent', 'high', 'normal', 'low'] as const;
    return [{ name: t('bulk.priority'), choices: ranks.map((priority) => ({ name: t(`priority.${priority}`), action: { verb: 'priority', priority } })) }];
  }
  if (what === 'tags') {
    const page = (verb: 'tag_add' | 'tag_remove') => tags.map((tag) => ({ name: tag.name, action: { verb, tag_id: tag.id } }));
    return [{ name: t('bulk.tagAdd'), choices: page('tag_add') }, { name: t('bulk.tagRemove'), choices: page('tag_remove') }];
  }
  const nobody: Choice = { name: t('conversation:nobody'), action: { verb: 'assign', operator_id: null } };
  const colleagues = people.map((one): Choice => ({ name: one.name, action: { verb: 'assign', operator_id: one.id } }));
  return [
    { name: t('conversation:transfer.people'), choices: [nobody, ...colleagues] },
    { name: t('conversation:transfer.teams'), choices: teams.map((one) => ({ name: one.name, action: { verb: 'team', team_id: one.id } })) },
  ];
}

function Choices({ choices: all, onChoose }: { choices: Choice[]; onChoose: (action: BulkAction) => void }) {
  const { t } = useTranslation('filters');
  const [words, setWords] = useState('');
  const many = all.length > MANY;
  const shown = words.trim() ? all.filter((one) => matches(words, one.name)) : all;
  return (
    <>
      {many ? <TextInput data-autofocus mb="xs" aria-label={t('bulk.pick.find')} placeholder={t('bulk.pick.find')} value={words} maxLength={60} onChange={(event) => setWords(event.currentTarget.value)} /> : null}
      {shown.length === 0 ? <p className={choices.none}>{t('nothing')}</p> : null}
      <ul className={`${choices.list ?? ''} ${choices.scroll ?? ''}`} data-choices="">
        {shown.map((one, index) => (
          <li key={index}>
            <button type="button" className={choices.choice} data-choice="" onKeyDown={moveAmongChoices} onClick={() => onChoose(one.action)} {...(index === 0 && !many && { 'data-autofocus': true })}>
              <span className={choices.label} dir="auto">
                {one.name}
              </span>
              {index < 9 && !many ? (
                <span className={choices.digit} aria-hidden="true">
                  {index + 1}
                </span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
