import type { KnownSticker } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import classes from './sticker-panel.module.css';

interface StickerPanelProps {
  onChoose: (sticker: KnownSticker) => void;
}

/** Stickers that customers and colleagues sent lately; the chosen one leaves as a message of its own. */
export default function StickerPanel({ onChoose }: StickerPanelProps) {
  const { t } = useTranslation('composer');
  const { data, isError, isPending } = useQuery({
    queryKey: keys.stickers,
    queryFn: async ({ signal }) => (await server.get<{ items: KnownSticker[] }>('/stickers', undefined, signal)).items,
    staleTime: 30_000,
  });
  return (
    <div className={classes.panel}>
      <div className={classes.grid} role="group" aria-label={t('stickers.title')} aria-busy={isPending}>
        {data?.map((one, number) => (
          <button key={one.id} type="button" className={classes.one} aria-label={one.emoji ? t('stickers.of', { emoji: one.emoji }) : t('stickers.one', { number: number + 1 })} onClick={() => onChoose(one)}>
            <Picture sticker={one} />
          </button>
        ))}
        {data?.length === 0 ? <p className={classes.nothing}>{t('stickers.none')}</p> : null}
        {isError ? (
          <p className={classes.nothing} role="alert">
            {t('stickers.failed')}
          </p>
        ) : null}
      </div>
      <p className={classes.hint}>{t('stickers.hint')}</p>
    </div>
  );
}

/** A drawn animation that no browser plays is shown as the emoji it stands for. */
function Picture({ sticker }: { sticker: KnownSticker }) {
  if (sticker.mime.startsWith('image/')) return <img src={sticker.url} alt="" loading="lazy" />;
  if (sticker.mime.startsWith('video/')) return <video src={sticker.url} muted playsInline preload="metadata" />;
  return <span className={classes.emoji}>{sticker.emoji ?? '🏷️'}</span>;
}
