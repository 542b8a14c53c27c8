import { Button } from '@mantine/core';
import { IconAction, tip } from '@otklik/ui';
import type { Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ActionId } from './catalog';
import { capsOf } from './combos';
import { useCombos } from './keymap';
import { runAction } from './running';

interface ActionButtonProps {
  action: ActionId;
  icon: Icon;
  /** Icon only, on narrow screens or for minor actions. */
  compact?: boolean;
  primary?: boolean;
  pressed?: boolean;
}

export function useCaps(id: ActionId): string[] {
  const combo = useCombos(id)[0];
  return combo ? capsOf(combo) : [];
}

/** A button of the registry: its name, its key and what it does come from one place. */
export function ActionButton({ action, icon: Glyph, compact = false, primary = false, pressed }: ActionButtonProps) {
  const { t } = useTranslation('actions');
  const caps = useCaps(action);
  const label = t(action);
  const run = () => void runAction(action);
  if (compact) return <IconAction label={label} icon={Glyph} keys={caps} onClick={run} {...(pressed !== undefined && { pressed })} {...(primary && { variant: 'filled', color: 'iris' })} />;
  return (
    <Button variant={primary ? 'filled' : 'default'} leftSection={<Glyph size={16} stroke={1.8} aria-hidden="true" />} onClick={run} {...tip('', { keys: caps })}>
      {label}
    </Button>
  );
}
