import { ActionIcon, Button, Menu } from '@mantine/core';
import type { Conversation, SendKey } from '@otklik/api';
import { KeyCaps, MenuOnDemand, tip } from '@otklik/ui';
import { IconCheck, IconChevronUp, IconClockHour4, IconMoonStars, IconSend2, IconUserPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { capsOf, runAction, useAction, useCaps } from '~/shared/actions';
import { useClosingAsks } from '~/shared/closing/asked';
import type { SendAlso, Sending } from './use-sending';
import classes from './composer.module.css';

const CloseDialog = lazy(() => import('~/shared/closing/close-dialog'));
const SnoozeDialog = lazy(() => import('~/shared/when/snooze-dialog'));
const LaterDialog = lazy(() => import('./later-dialog'));

interface SendButtonProps {
  conversation: Conversation;
  note: boolean;
  mine: boolean;
  sending: Sending;
  sendKey: SendKey;
}

export function SendButton({ conversation, note, mine, sending, sendKey }: SendButtonProps) {
  const { t } = useTranslation('composer');
  const [asked, setAsked] = useState<'later' | 'close' | 'snooze' | null>(null);
  const asks = useClosingAsks();
  useAction('composer.send', () => sending.send());
  const send = (also: SendAlso) => {
    setAsked(null);
    sending.send(also);
  };
  const close = () => (asks ? setAsked('close') : sending.send('resolve'));
  // Back to the words that were about to be sent.
  const back = () => {
    setAsked(null);
    setTimeout(() => runAction('list.open'));
  };
  const able = !note && sending.ready;
  useAction('composer.sendLater', () => setAsked('later'), able);
  useAction('composer.sendClose', close, able);
  useAction('composer.sendSnooze', () => setAsked('snooze'), able);
  const closeCaps = useCaps('composer.sendClose');
  const snoozeCaps = useCaps('composer.sendSnooze');
  const caps = sendKey === 'enter' ? ['Enter'] : capsOf('Mod+Enter');
  if (note) {
    return (
      <Button className={classes.addNote ?? ''} disabled={!sending.ready} onClick={() => sending.send()} {...tip('', { keys: caps })}>
        {t('addNote')}
      </Button>
    );
  }
  return (
    <span className={classes.send}>
      <Button className={classes.sendMain ?? ''} disabled={!sending.ready} onClick={() => sending.send()} rightSection={<IconSend2 size={16} stroke={1.8} aria-hidden="true" />} {...tip('', { keys: caps })}>
        {t('send')}
      </Button>
      <MenuOnDemand
        position="top-end"
        width={280}
        button={
          <ActionIcon variant="filled" color="iris" className={classes.sendMore ?? ''} disabled={!sending.ready} aria-label={t('sendMore')}>
            <IconChevronUp size={16} stroke={2} aria-hidden="true" />
          </ActionIcon>
        }
      >
        {mine ? null : (
          <Menu.Item leftSection={<IconUserPlus size={16} stroke={1.7} />} onClick={() => sending.send('take')}>
            {t('takeAndSend')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconCheck size={16} stroke={1.7} />} rightSection={<KeyCaps keys={closeCaps} />} onClick={close}>
          {t('sendAndResolve')}
        </Menu.Item>
        <Menu.Item leftSection={<IconMoonStars size={16} stroke={1.7} />} rightSection={<KeyCaps keys={snoozeCaps} />} onClick={() => setAsked('snooze')}>
          {t('sendAndSnooze')}
        </Menu.Item>
        <Menu.Item leftSection={<IconClockHour4 size={16} stroke={1.7} />} onClick={() => setAsked('later')}>
          {t('later.open')}
        </Menu.Item>
      </MenuOnDemand>
      <Suspense fallback={null}>
        {asked === 'later' ? <LaterDialog onClose={back} onChoose={send} /> : null}
        {asked === 'snooze' ? <SnoozeDialog onClose={back} onChoose={(nap) => send({ snoozes: nap })} /> : null}
        {asked === 'close' ? <CloseDialog conversation={conversation} onClose={back} onChoose={(closing) => send(Object.keys(closing).length > 0 ? { resolves: closing } : 'resolve')} /> : null}
      </Suspense>
    </span>
  );
}
