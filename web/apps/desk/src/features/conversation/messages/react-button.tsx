import { ActionIcon } from '@mantine/core';
import type { Message } from '@otklik/api';
import { PopoverOnDemand } from '@otklik/ui';
import { IconMoodPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

const ReactionBar = lazy(() => import('./reaction-bar'));

/** Opens the reactions that the channel of a message has. */
export function ReactButton({ message, emojis }: { message: Message; emojis: string[] }) {
  const { t } = useTranslation('conversation');
  const [opened, setOpened] = useState(false);
  return (
    <PopoverOnDemand
      opened={opened}
      onChange={setOpened}
      position="top"
      label={t('reacting.title')}
      padding={4}
      button={
        <ActionIcon size={26} aria-label={t('reacting.open')} title={t('reacting.open')}>
          <IconMoodPlus size={16} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      }
    >
      <Suspense fallback={null}>
        <ReactionBar message={message} emojis={emojis} onDone={() => setOpened(false)} />
      </Suspense>
    </PopoverOnDemand>
  );
}
