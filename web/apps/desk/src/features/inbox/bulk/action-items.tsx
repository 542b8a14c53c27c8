import { Menu } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { IconMailOpened, IconTagOff, IconUsersGroup, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionItem, iconOf } from '~/shared/actions';
import { useOperators, useTeams } from '~/shared/colleagues';
import { useLanguage } from '~/shared/i18n';
import { napUntil, UNTIL_REPLY } from '~/shared/nap';
import { usePreferences } from '~/shared/preferences';
import { offeredPresets } from '~/shared/snooze-presets';
import { useTags } from '~/shared/labels';
import { useMacros } from '~/shared/macros';
import type { Wish } from './asking';
import classes from './bulk.module.css';

const priorities = ['urgent', 'high', 'normal', 'low'] as const;

/** Everything that can be done with rows of the list, by the names of the registry. */
export function ActionItems({ onWish }: { onWish: (wish: Wish) => void }) {
  const { t } = useTranslation(['filters', 'actions', 'conversation']);
  const language = useLanguage();
  const teams = useTeams();
  const people = useOperators().filter((one) => !one.disabled);
  const tags = useTags();
  const macros = useMacros();
  const [{ snooze }] = usePreferences();
  return (
    <>
      <ActionItem action="conversation.assignMe" onClick={() => onWish({ verb: 'assign', operator_id: 'me' })} />
      <Sub icon={iconOf('conversation.transfer')} label={t('bulk.assign')}>
        <Menu.Item onClick={() => onWish({ verb: 'assign', operator_id: null })}>{t('conversation:nobody')}</Menu.Item>
        {people.map((one) => (
          <Menu.Item key={one.id} onClick={() => onWish({ verb: 'assign', operator_id: one.id })}>
            {one.name}
          </Menu.Item>
        ))}
      </Sub>
      {teams.length > 0 ? (
        <Sub icon={IconUsersGroup} label={t('bulk.team')}>
          {teams.map((one) => (
            <Menu.Item key={one.id} onClick={() => onWish({ verb: 'team', team_id: one.id })}>
              {one.name}
            </Menu.Item>
          ))}
        </Sub>
      ) : null}
      <Sub icon={iconOf('conversation.snooze')} label={t('actions:conversation.snooze')}>
        {offeredPresets(snooze, new Date()).map((one) => (
          <Menu.Item key={one.kept} onClick={() => onWish({ verb: 'snooze', ...napUntil(one.at) })} rightSection={<span className={classes.when}>{weekdayTime(one.at, language)}</span>}>
            {one.usual ? t(`conversation:snooze.${one.usual}`) : one.kept}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => onWish({ verb: 'snooze', ...UNTIL_REPLY })}>{t('conversation:snooze.reply')}</Menu.Item>
        <Menu.Item onClick={() => onWish({ ask: 'snooze' })}>{t('conversation:snooze.other')}</Menu.Item>
      </Sub>
      <Sub icon={iconOf('conversation.priority')} label={t('actions:conversation.priority')}>
        {priorities.map((one) => (
          <Menu.Item key={one} onClick={() => onWish({ verb: 'priority', priority: one })}>
            {t(`priority.${one}`)}
          </Menu.Item>
        ))}
      </Sub>
      {tags.length > 0 ? (
        <>
          <Sub icon={iconOf('conversation.tags')} label={t('bulk.tagAdd')}>
            {tags.map((one) => (
              <Menu.Item key={one.id} onClick={() => onWish({ verb: 'tag_add', tag_id: one.id })}>
                {one.name}
              </Menu.Item>
            ))}
          </Sub>
          <Sub icon={IconTagOff} label={t('bulk.tagRemove')}>
            {tags.map((one) => (
              <Menu.Item key={one.id} onClick={() => onWish({ verb: 'tag_remove', tag_id: one.id })}>
                {one.name}
              </Menu.Item>
            ))}
          </Sub>
        </>
      ) : null}
      <Item icon={IconMailOpened} label={t('bulk.read')} onClick={() => onWish({ verb: 'read' })} />
      {macros.length > 0 ? <ActionItem action="conversation.macros" onClick={() => onWish({ ask: 'macro' })} /> : null}
      <ActionItem action="conversation.merge" onClick={() => onWish({ ask: 'merge' })} />
      <Menu.Divider />
      <ActionItem action="conversation.resolve" onClick={() => onWish({ verb: 'resolve' })} />
      <ActionItem action="conversation.reopen" onClick={() => onWish({ verb: 'reopen' })} />
      <ActionItem action="conversation.spam" onClick={() => onWish({ verb: 'spam' })} />
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
