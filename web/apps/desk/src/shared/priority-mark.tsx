import type { Priority } from '@otklik/api';
import { IconArrowDown, IconFlag, IconFlagFilled, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './priority-mark.module.css';

const glyphs: Record<Exclude<Priority, 'normal'>, Icon> = { urgent: IconFlagFilled, high: IconFlag, low: IconArrowDown };

/** From the most urgent down, as menus show them. */
export const priorities: Priority[] = ['urgent', 'high', 'normal', 'low'];

/** How urgent a conversation is; nothing while it is as any other. */
export function PriorityMark({ priority, size = 13 }: { priority: Priority; size?: number }) {
  const { t } = useTranslation('inbox');
  if (priority === 'normal') return null;
  const Glyph = glyphs[priority];
  const label = t('priorityIs', { priority: t(`priority.${priority}`) });
  return (
    <span className={classes.mark} data-priority={priority} title={label}>
      <Glyph size={size} stroke={2} aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
