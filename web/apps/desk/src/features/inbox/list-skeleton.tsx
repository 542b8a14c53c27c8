import { Skeleton } from '@otklik/ui';
import classes from './list.module.css';

const widths = [62, 48, 70, 40, 56, 66, 44, 58];

export function ListSkeleton() {
  return (
    <div className={classes.skeleton} aria-hidden="true">
      {widths.map((width) => (
        <div key={width} className={classes.bone}>
          <Skeleton width={36} height={36} round />
          <div className={classes.boneWords}>
            <Skeleton width={`${width}%`} />
            <Skeleton width={`${width + 20}%`} height={10} />
          </div>
        </div>
      ))}
    </div>
  );
}
