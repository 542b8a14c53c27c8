import { ActionIcon, Tooltip, type ActionIconProps } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { KeyCaps } from './key-caps';

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

/** A button of one icon: always named, with its key in the tooltip, which does not lie over a menu it has opened. */
export function IconAction({ label, icon: Glyph, keys, onClick, pressed, badge, ...rest }: IconActionProps) {
  const tip = (
    <span style={{ display: 'inline-flex', gap: 8 }}>
      {label}
      {keys && keys.length > 0 ? <KeyCaps keys={keys} /> : null}
    </span>
  );
  const menuOpened = 'aria-expanded' in rest && rest['aria-expanded'] === true;
  return (
    <Tooltip label={tip} disabled={menuOpened}>
      <ActionIcon aria-label={label} {...(pressed !== undefined && { 'aria-pressed': pressed })} {...(onClick && { onClick })} {...rest}>
        <Glyph size={18} stroke={1.7} aria-hidden="true" />
        {badge}
      </ActionIcon>
    </Tooltip>
  );
}
