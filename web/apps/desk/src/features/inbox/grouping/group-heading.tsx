import { capped } from '@otklik/i18n';
import { IconChevronDown } from '@tabler/icons-react';
import { memo, type KeyboardEvent } from 'react';
import { useWords } from '~/shared/i18n';
import type { Group } from './order';
import classes from './grouping.module.css';

interface GroupHeadingProps {
  group: Group;
  title: string;
  count: number | null;
  folded: boolean;
  /** Tab stops here: it is the heading of what is seen. */
  stop: boolean;
  onFold: (group: Group, on: boolean) => void;
  /** Goes on from this heading: to what stands above or below it, or to the next heading. */
  onStep: (group: Group, by: -1 | 1, headingsOnly: boolean) => void;
}

const steps: Record<string, [by: -1 | 1, headingsOnly: boolean]> = { ArrowUp: [-1, false], ArrowDown: [1, false], PageUp: [-1, true], PageDown: [1, true] };

/** The name of a group, by which it is folded. */
export const GroupHeading = memo(function GroupHeading({ group, title, count, folded, stop, onFold, onStep }: GroupHeadingProps) {
  const t = useWords('inbox');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = steps[event.key];
    if (step) onStep(group, ...step);
    else if (event.key === 'ArrowLeft' && !folded) onFold(group, true);
    else if (event.key === 'ArrowRight') {
      if (folded) onFold(group, false);
      else onStep(group, 1, false);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <button type="button" className={classes.heading} data-heading={group.key} tabIndex={stop ? 0 : -1} onClick={() => onFold(group, !folded)} onKeyDown={onKeyDown}>
      <IconChevronDown className={classes.mark} size={14} stroke={2} aria-hidden="true" data-folded={folded} />
      <span className={`${classes.title ?? ''} truncate`}>{title}</span>
      {count === null ? null : (
        <span className={classes.count}>
          <span aria-hidden="true">{capped(count)}</span>
          <span className="visually-hidden">{t('inGroup', { count })}</span>
        </span>
      )}
    </button>
  );
});
