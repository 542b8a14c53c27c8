import type { Tag } from '@otklik/api';
import classes from './tag-chip.module.css';

/** A tag in its colour; the name is cut when it is long and said in full by the title. */
export function TagChip({ tag }: { tag: Tag }) {
  return (
    <span className={classes.chip} data-tone={tag.tone} title={tag.name} dir="auto">
      {tag.name}
    </span>
  );
}

/** The colour alone, beside a name. */
export function ToneDot({ tone }: { tone: number }) {
  return <span className={classes.dot} data-tone={tone} aria-hidden="true" />;
}
