import { Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAction } from '@otklik/ui';
import { IconChevronLeft, IconChevronRight, IconCopy, IconDownload, IconRotateClockwise, IconX, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { copyPicture } from './copying';
import type { Picture } from './picture';
import { CLOSEST, moveBy, straight, turn, zoomBy, type Pose } from './pose';
import { Stage } from './stage';
import classes from './lightbox.module.css';

interface LightboxProps {
  pictures: Picture[];
  at: number | null;
  onMove: (at: number | null) => void;
}

const STEP = 80;
const arrows: Record<string, [number, number]> = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Pictures over the whole screen; the arrows turn pages, or move a picture that is near. */
export default function Lightbox({ pictures, at, onMove }: LightboxProps) {
  const { t } = useTranslation('conversation');
  const [pose, setPose] = useState<Pose>(straight);
  const picture = at === null ? undefined : pictures[at];
  const move = (to: number | null) => {
    setPose(straight);
    onMove(to);
  };
  const step = (by: number) => {
    if (at !== null && pictures[at + by]) move(at + by);
  };
  const copy = () => {
    const tell = (words: 'copied' | 'notCopied') => () => notifications.show({ message: t(words) });
    copyPicture(picture?.file.url ?? '').then(tell('copied'), tell('notCopied'));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [x, y] = arrows[event.key] ?? [];
    if (x !== undefined && y !== undefined) {
      event.preventDefault();
      if (pose.zoom > 1) setPose(moveBy(pose, x * STEP, y * STEP, { width: innerWidth, height: innerHeight }));
      else step(-x);
    }
    if (event.key === '+' || event.key === '=') setPose(zoomBy(pose, 1));
    if (event.key === '-') setPose(zoomBy(pose, -1));
    if (event.code === 'KeyR' && !event.ctrlKey && !event.metaKey) setPose(turn(pose));
  };
  return (
    <Modal
      opened={picture !== undefined}
      onClose={() => move(null)}
      fullScreen
      withCloseButton={false}
      padding={0}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}
      attributes={{ content: { 'aria-label': picture?.file.name ?? t('kind.image') } }}
      onKeyDown={onKeyDown}
    >
      {picture ? (
        <>
          <div className={classes.bar}>
            <span className="truncate">{picture.file.name}</span>
            <IconAction label={t('zoomOut')} icon={IconZoomOut} onClick={() => setPose(zoomBy(pose, -1))} disabled={pose.zoom === 1} />
            <IconAction label={t('zoomIn')} icon={IconZoomIn} onClick={() => setPose(zoomBy(pose, 1))} disabled={pose.zoom === CLOSEST} />
            <IconAction label={t('rotate')} icon={IconRotateClockwise} onClick={() => setPose(turn(pose))} />
            <IconAction label={t('copyPicture')} icon={IconCopy} onClick={copy} />
            <a className={classes.download} href={picture.file.url ?? ''} download={picture.file.name} aria-label={t('download')}>
              <IconDownload size={18} stroke={1.7} aria-hidden="true" />
            </a>
            <IconAction label={t('close')} icon={IconX} onClick={() => move(null)} data-autofocus />
          </div>
          <Stage picture={picture} pose={pose} onPose={setPose} />
          {picture.caption ? <p className={classes.caption}>{picture.caption}</p> : null}
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
