import { ActionIcon, Popover } from '@mantine/core';
import type { Message } from '@otklik/api';
import { IconMoodPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

const ReactionBar = lazy(() => import('./reaction-bar'));

/** Opens the reactions that the channel of a message has. */
export function ReactButton({ message, emojis }: { message: Message; emojis: string[] }) {
  const { t } = useTranslation('conversation');
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="top" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <ActionIcon size={26} aria-label={t('reacting.open')} title={t('reacting.open')} aria-haspopup="dialog" aria-expanded={opened} onClick={() => setOpened((now) => !now)}>
          <IconMoodPlus size={16} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={4} role="dialog" aria-label={t('reacting.title')} onKeyDown={(event) => event.stopPropagation()}>
        <Suspense fallback={null}>{opened ? <ReactionBar message={message} emojis={emojis} onDone={() => setOpened(false)} /> : null}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
