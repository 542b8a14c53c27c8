import classes from './skeleton.module.css';

interface SkeletonProps {
  width?: number | string;
  height?: number | string;
  round?: boolean;
}

/** Keeps the geometry of what is coming; shows itself only after 200 ms. */
export function Skeleton({ width = '100%', height = 12, round = false }: SkeletonProps) {
  return <span className={classes.bone} data-round={round} style={{ width, height }} aria-hidden="true" />;
}
