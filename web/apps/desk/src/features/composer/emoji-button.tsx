import { Popover } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconMoodSmile } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';

const EmojiPicker = lazy(() => import('./emoji-picker'));

/** Opens the emoji over the composer; the chosen one goes where the caret is. */
export function EmojiButton({ onChoose }: { onChoose: (sign: string) => void }) {
  const { t } = useTranslation('composer');
  const [opened, setOpened] = useState(false);
  useAction('composer.emoji', () => setOpened(true));
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <IconAction label={t('emoji.open')} icon={IconMoodSmile} pressed={opened} aria-haspopup="dialog" onClick={() => setOpened((now) => !now)} />
      </Popover.Target>
      <Popover.Dropdown p={10} role="dialog" aria-label={t('emoji.title')} onKeyDown={(event) => event.stopPropagation()}>
        <Suspense fallback={null}>
          {opened ? (
            <EmojiPicker
              onChoose={(sign) => {
                setOpened(false);
                onChoose(sign);
              }}
            />
          ) : null}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
