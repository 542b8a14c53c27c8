import { Popover } from '@mantine/core';
import type { KnownSticker } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconMoodSmile } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import classes from './composer.module.css';

const StickerPanel = lazy(() => import('./sticker-panel'));
const EmojiPicker = lazy(() => import('./emoji-picker'));

interface EmojiButtonProps {
  onChoose: (sign: string) => void;
  /** Sends a sticker; null where the channel has none. */
  onSticker: ((sticker: KnownSticker) => void) | null;
}

/** Opens the emoji over the composer; the chosen one goes where the caret is. A sticker leaves at once. */
export function EmojiButton({ onChoose, onSticker }: EmojiButtonProps) {
  const { t } = useTranslation('composer');
  const [opened, setOpened] = useState(false);
  const [stickers, setStickers] = useState(false);
  useAction('composer.emoji', () => setOpened(true));
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <IconAction label={t('emoji.open')} icon={IconMoodSmile} pressed={opened} aria-haspopup="dialog" onClick={() => setOpened((now) => !now)} />
      </Popover.Target>
      <Popover.Dropdown p={10} role="dialog" aria-label={t('emoji.title')} onKeyDown={(event) => event.stopPropagation()}>
        {onSticker ? (
          <div className={classes.panels} role="group" aria-label={t('stickers.panels')}>
            {[false, true].map((one) => (
              <button key={String(one)} type="button" aria-pressed={stickers === one} onClick={() => setStickers(one)}>
                {t(one ? 'stickers.title' : 'emoji.title')}
              </button>
            ))}
          </div>
        ) : null}
        <Suspense fallback={null}>
          {opened && onSticker && stickers ? (
            <StickerPanel
              onChoose={(sticker) => {
                setOpened(false);
                onSticker(sticker);
              }}
            />
          ) : opened ? (
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
