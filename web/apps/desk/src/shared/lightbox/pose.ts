/** How a picture lies on the stage: how near, turned by quarters, and moved from the middle in pixels. */
export interface Pose {
  zoom: number;
  quarters: number;
  x: number;
  y: number;
}

export const CLOSEST = 5;
export const straight: Pose = { zoom: 1, quarters: 0, x: 0, y: 0 };

/** Nearer or farther; seen whole it lies in the middle. */
export function zoomBy(pose: Pose, by: number): Pose {
  const zoom = Math.min(CLOSEST, Math.max(1, pose.zoom + by));
  if (zoom === 1) return { ...pose, zoom, x: 0, y: 0 };
  const share = zoom / pose.zoom;
  return { ...pose, zoom, x: pose.x * share, y: pose.y * share };
}

/** Moved by pixels, at most until its middle reaches the edge of a stage of this size. */
export function moveBy(pose: Pose, dx: number, dy: number, stage: { width: number; height: number }): Pose {
  if (pose.zoom === 1) return pose;
  const clamp = (value: number, whole: number) => Math.min(Math.max(value, (-whole * pose.zoom) / 2), (whole * pose.zoom) / 2);
  return { ...pose, x: clamp(pose.x + dx, stage.width), y: clamp(pose.y + dy, stage.height) };
}

export function turn(pose: Pose): Pose {
  return { ...pose, quarters: (pose.quarters + 1) % 4, x: 0, y: 0 };
}

/** A picture turned by a quarter must fit the other way round. */
export function transformOf({ zoom, quarters, x, y }: Pose, fit: number): string {
  return `translate(${x}px, ${y}px) rotate(${quarters * 90}deg) scale(${zoom * (quarters % 2 ? fit : 1)})`;
}
