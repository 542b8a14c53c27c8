import { ActionIcon, type ActionIconProps } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { tip } from './tips';

interface IconActionProps extends Omit<ActionIconProps, 'children'> {
  label: string;
  icon: Icon;
  keys?: string[];
  onClick?: () => void;
  pressed?: boolean;
  /** For a button that can be held: what a press does before it is a click. */
  onPointerDown?: (event: PointerEvent) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  tabIndex?: number;
  badge?: ReactNode;
}

/** A button of one icon: always named, with its key in the tooltip. */
export function IconAction({ label, icon: Glyph, keys, onClick, pressed, badge, ...rest }: IconActionProps) {
  return (
    <ActionIcon aria-label={label} {...tip(label, { keys })} {...(pressed !== undefined && { 'aria-pressed': pressed })} {...(onClick && { onClick })} {...rest}>
      <Glyph size={18} stroke={1.7} aria-hidden="true" />
      {badge}
    </ActionIcon>
  );
}
