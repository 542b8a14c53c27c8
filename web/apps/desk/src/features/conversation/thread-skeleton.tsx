import { Skeleton } from '@otklik/ui';
import classes from './thread.module.css';

const bones = [
  { side: 'in', width: 260, height: 38 },
  { side: 'in', width: 180, height: 38 },
  { side: 'out', width: 320, height: 60 },
  { side: 'in', width: 220, height: 38 },
  { side: 'out', width: 240, height: 38 },
];

export function ThreadSkeleton() {
  return (
    <div className={classes.skeleton} aria-hidden="true">
      {bones.map((bone) => (
        <div key={`${bone.side}${bone.width}`} className={classes.bone} data-side={bone.side}>
          <Skeleton width={bone.width} height={bone.height} />
        </div>
      ))}
    </div>
  );
}
