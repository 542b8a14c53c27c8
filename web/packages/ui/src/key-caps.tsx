import classes from './key-caps.module.css';

/** Keys as caps: one list item per key pressed together or in turn. */
export function KeyCaps({ keys }: { keys: string[] }) {
  return (
    <span className={classes.keys}>
      {keys.map((key, index) => (
        <kbd key={`${key}${index}`} className={classes.cap}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
