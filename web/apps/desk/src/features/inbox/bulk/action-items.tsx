import { Menu } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { IconArrowsExchange, IconCheck, IconFlag, IconMailOpened, IconMoonStars, IconRotateClockwise, IconShieldX, IconTag, IconTagOff, IconUserPlus, IconUsersGroup, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperators, useTeams } from '~/shared/colleagues';
import { useLanguage } from '~/shared/i18n';
import { snoozeChoices } from '~/shared/snooze-times';
import { useTags } from '~/shared/labels';
import type { BulkAction } from './run';
import classes from './bulk.module.css';

const priorities = ['urgent', 'high', 'normal', 'low'] as const;

/** Everything that can be done with rows of the list, by the names of the registry. */
export function ActionItems({ onAction }: { onAction: (action: BulkAction) => void }) {
  const { t } = useTranslation(['filters', 'actions', 'conversation']);
  const language = useLanguage();
  const teams = useTeams();
  const people = useOperators().filter((one) => !one.disabled);
  const tags = useTags();
  return (
    <>
      <Item icon={IconUserPlus} label={t('actions:conversation.assignMe')} onClick={() => onAction({ verb: 'assign', operator_id: 'me' })} />
      <Sub icon={IconArrowsExchange} label={t('bulk.assign')}>
        <Menu.Item onClick={() => onAction({ verb: 'assign', operator_id: null })}>{t('conversation:nobody')}</Menu.Item>
        {people.map((one) => (
          <Menu.Item key={one.id} onClick={() => onAction({ verb: 'assign', operator_id: one.id })}>
            {one.name}
          </Menu.Item>
        ))}
      </Sub>
      {teams.length > 0 ? (
        <Sub icon={IconUsersGroup} label={t('bulk.team')}>
          {teams.map((one) => (
            <Menu.Item key={one.id} onClick={() => onAction({ verb: 'team', team_id: one.id })}>
              {one.name}
            </Menu.Item>
          ))}
        </Sub>
      ) : null}
      <Sub icon={IconMoonStars} label={t('actions:conversation.snooze')}>
        {snoozeChoices(new Date()).map((one) => (
          <Menu.Item key={one.id} onClick={() => onAction({ verb: 'snooze', until: one.at.toISOString() })} rightSection={<span className={classes.when}>{weekdayTime(one.at, language)}</span>}>
            {t(`conversation:snooze.${one.id}`)}
          </Menu.Item>
        ))}
      </Sub>
      <Sub icon={IconFlag} label={t('bulk.priority')}>
        {priorities.map((one) => (
          <Menu.Item key={one} onClick={() => onAction({ verb: 'priority', priority: one })}>
            {t(`priority.${one}`)}
          </Menu.Item>
        ))}
      </Sub>
      {tags.length > 0 ? (
        <>
          <Sub icon={IconTag} label={t('bulk.tagAdd')}>
            {tags.map((one) => (
              <Menu.Item key={one.id} onClick={() => onAction({ verb: 'tag_add', tag_id: one.id })}>
                {one.name}
              </Menu.Item>
            ))}
          </Sub>
          <Sub icon={IconTagOff} label={t('bulk.tagRemove')}>
            {tags.map((one) => (
              <Menu.Item key={one.id} onClick={() => onAction({ verb: 'tag_remove', tag_id: one.id })}>
                {one.name}
              </Menu.Item>
            ))}
          </Sub>
        </>
      ) : null}
      <Item icon={IconMailOpened} label={t('bulk.read')} onClick={() => onAction({ verb: 'read' })} />
      <Menu.Divider />
      <Item icon={IconCheck} label={t('actions:conversation.resolve')} onClick={() => onAction({ verb: 'resolve' })} />
      <Item icon={IconRotateClockwise} label={t('actions:conversation.reopen')} onClick={() => onAction({ verb: 'reopen' })} />
      <Item icon={IconShieldX} label={t('bulk.spam')} onClick={() => onAction({ verb: 'spam' })} />
    </>
  );
}

function Item({ icon: Glyph, label, onClick }: { icon: Icon; label: string; onClick: () => void }) {
  return (
    <Menu.Item leftSection={<Glyph size={16} stroke={1.7} aria-hidden="true" />} onClick={onClick}>
      {label}
    </Menu.Item>
  );
}

function Sub({ icon: Glyph, label, children }: { icon: Icon; label: string; children: ReactNode }) {
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<Glyph size={16} stroke={1.7} aria-hidden="true" />}>{label}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {children}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
