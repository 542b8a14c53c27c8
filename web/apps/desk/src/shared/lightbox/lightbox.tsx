import { Modal } from '@mantine/core';
import type { Attachment } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconChevronLeft, IconChevronRight, IconDownload, IconX, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './lightbox.module.css';

interface LightboxProps {
  pictures: Attachment[];
  at: number | null;
  onMove: (at: number | null) => void;
}

const CLOSEST = 5;

export default function Lightbox({ pictures, at, onMove }: LightboxProps) {
  const { t } = useTranslation('conversation');
  const [zoom, setZoom] = useState(1);
  const picture = at === null ? undefined : pictures[at];
  const move = (to: number | null) => {
    setZoom(1);
    onMove(to);
  };
  const step = (by: number) => {
    if (at !== null && pictures[at + by]) move(at + by);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') step(-1);
    if (event.key === 'ArrowRight') step(1);
  };
  return (
    <Modal opened={picture !== undefined} onClose={() => move(null)} fullScreen withCloseButton={false} padding={0} classNames={{ content: classes.content ?? '', body: classes.body ?? '' }} aria-label={picture?.name ?? t('kind.image')} onKeyDown={onKeyDown}>
      {picture ? (
        <>
          <div className={classes.bar}>
            <span className="truncate">{picture.name}</span>
            <IconAction label={t('zoomOut')} icon={IconZoomOut} onClick={() => setZoom((now) => Math.max(1, now - 1))} disabled={zoom === 1} />
            <IconAction label={t('zoomIn')} icon={IconZoomIn} onClick={() => setZoom((now) => Math.min(CLOSEST, now + 1))} disabled={zoom === CLOSEST} />
            <a className={classes.download} href={picture.url ?? ''} download={picture.name} aria-label={t('download')}>
              <IconDownload size={18} stroke={1.7} aria-hidden="true" />
            </a>
            <IconAction label={t('close')} icon={IconX} onClick={() => move(null)} data-autofocus />
          </div>
          <div className={classes.stage} data-zoomed={zoom > 1}>
            <img src={picture.url ?? ''} alt={picture.name} style={{ width: zoom > 1 ? `${zoom * 100}%` : undefined }} />
          </div>
          {pictures.length > 1 ? (
            <div className={classes.turn}>
              <IconAction label={t('previousPicture')} icon={IconChevronLeft} onClick={() => step(-1)} disabled={at === 0} />
              <span className="tabular">{`${(at ?? 0) + 1} / ${pictures.length}`}</span>
              <IconAction label={t('nextPicture')} icon={IconChevronRight} onClick={() => step(1)} disabled={at === pictures.length - 1} />
            </div>
          ) : null}
        </>
      ) : null}
    </Modal>
  );
}
