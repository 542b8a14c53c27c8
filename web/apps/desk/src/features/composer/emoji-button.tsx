import type { KnownSticker } from '@otklik/api';
import { IconAction, PopoverOnDemand } from '@otklik/ui';
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
    <PopoverOnDemand opened={opened} onChange={setOpened} position="top-start" label={t('emoji.title')} padding={10} button={<IconAction label={t('emoji.open')} icon={IconMoodSmile} />}>
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
          {onSticker && stickers ? (
            <StickerPanel
              onChoose={(sticker) => {
                setOpened(false);
                onSticker(sticker);
              }}
            />
          ) : (
            <EmojiPicker
              onChoose={(sign) => {
                setOpened(false);
                onChoose(sign);
              }}
            />
          )}
        </Suspense>
    </PopoverOnDemand>
  );
}
