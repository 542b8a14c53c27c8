import { Menu } from '@mantine/core';
import { Avatar, PresenceDot } from '@otklik/ui';
import { IconKeyboard, IconLogout, IconMoon } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runAction } from '~/shared/actions';
import { usePresenceWords } from '~/shared/presence';
import { useSession } from '~/shared/session';
import classes from './shell.module.css';

const loadStatuses = () => import('./status-items');
const StatusItems = lazy(loadStatuses);

/** Who I am, my status and what concerns the whole desk. */
export function Me() {
  const { t } = useTranslation('app');
  const { operator } = useSession();
  const [opened, setOpened] = useState(false);
  const shown = usePresenceWords()(operator);
  return (
    <Menu position="right-end" width={280} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <button type="button" className={classes.me} aria-label={t('me', { name: operator.name, presence: shown.label })} onPointerEnter={() => void loadStatuses().catch(() => undefined)}>
          <Avatar name={operator.name} url={operator.avatar_url} size={32} />
          <span className={classes.mePresence}>
            <PresenceDot {...shown} />
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{`${operator.name} · ${operator.email}`}</Menu.Label>
        <Suspense fallback={null}>{opened ? <StatusItems /> : null}</Suspense>
        <Menu.Divider />
        <Menu.Item leftSection={<IconMoon size={16} stroke={1.7} />} onClick={() => void runAction('desk.theme')}>
          {t('switchTheme')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.7} />} onClick={() => void runAction('desk.keys')}>
          {t('keySheet')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} />} onClick={() => void runAction('desk.signOut')}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
