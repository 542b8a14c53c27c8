import { useRef, useState, type PointerEvent } from 'react';
import { moveBy, transformOf, zoomBy, type Pose } from './pose';
import type { Picture } from './picture';
import classes from './lightbox.module.css';

interface StageProps {
  picture: Picture;
  pose: Pose;
  onPose: (change: (pose: Pose) => Pose) => void;
}

/** The picture itself: dragged when it is near, nearer and farther by wheel and double click. */
export function Stage({ picture: { file, caption }, pose, onPose }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState(false);
  const size = () => stage.current?.getBoundingClientRect() ?? { width: 1, height: 1 };
  const onPointerDown = (event: PointerEvent) => {
    if (pose.zoom === 1) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragged(true);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (dragged) onPose((now) => moveBy(now, event.movementX, event.movementY, size()));
  };
  const { width, height } = size();
  const fit = Math.min(width, height) / Math.max(width, height);
  return (
    <div
      ref={stage}
      role="presentation"
      className={classes.stage}
      data-zoomed={pose.zoom > 1}
      data-dragged={dragged}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => setDragged(false)}
      onPointerCancel={() => setDragged(false)}
      onWheel={(event) => onPose((now) => zoomBy(now, event.deltaY < 0 ? 0.5 : -0.5))}
      onDoubleClick={() => onPose((now) => zoomBy(now, now.zoom === 1 ? 1 : -now.zoom))}
    >
      <img src={file.url ?? ''} alt={caption || file.name} draggable={false} style={{ transform: transformOf(pose, fit) }} />
    </div>
  );
}
