import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import type { SendKey } from '@otklik/api';
import { KeyCaps } from '@otklik/ui';
import { IconCheck, IconChevronUp, IconClockHour4, IconSend2, IconUserPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { capsOf, useAction } from '~/shared/actions';
import type { Sending } from './use-sending';
import classes from './composer.module.css';

const LaterDialog = lazy(() => import('./later-dialog'));

interface SendButtonProps {
  note: boolean;
  mine: boolean;
  sending: Sending;
  sendKey: SendKey;
}

export function SendButton({ note, mine, sending, sendKey }: SendButtonProps) {
  const { t } = useTranslation('composer');
  const [later, setLater] = useState(false);
  useAction('composer.send', () => sending.send());
  useAction('composer.sendLater', () => setLater(true), !note && sending.ready);
  const caps = sendKey === 'enter' ? ['Enter'] : capsOf('Mod+Enter');
  if (note) {
    return (
      <Tooltip label={<KeyCaps keys={caps} />}>
        <Button className={classes.addNote ?? ''} disabled={!sending.ready} onClick={() => sending.send()}>
          {t('addNote')}
        </Button>
      </Tooltip>
    );
  }
  return (
    <span className={classes.send}>
      <Tooltip label={<KeyCaps keys={caps} />}>
        <Button className={classes.sendMain ?? ''} disabled={!sending.ready} onClick={() => sending.send()} rightSection={<IconSend2 size={16} stroke={1.8} aria-hidden="true" />}>
          {t('send')}
        </Button>
      </Tooltip>
      <Menu position="top-end">
        <Menu.Target>
          <ActionIcon variant="filled" color="iris" className={classes.sendMore ?? ''} disabled={!sending.ready} aria-label={t('sendMore')}>
            <IconChevronUp size={16} stroke={2} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mine ? null : (
            <Menu.Item leftSection={<IconUserPlus size={16} stroke={1.7} />} onClick={() => sending.send('take')}>
              {t('takeAndSend')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconCheck size={16} stroke={1.7} />} onClick={() => sending.send('resolve')}>
            {t('sendAndResolve')}
          </Menu.Item>
          <Menu.Item leftSection={<IconClockHour4 size={16} stroke={1.7} />} onClick={() => setLater(true)}>
            {t('later.open')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {later ? (
          <LaterDialog
            onClose={() => setLater(false)}
            onChoose={(choice) => {
              setLater(false);
              sending.send(choice);
            }}
          />
        ) : null}
      </Suspense>
    </span>
  );
}
