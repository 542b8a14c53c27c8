import { Menu } from '@mantine/core';
import { KeyCaps } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { useCaps } from './action-button';
import { iconOf, type MarkedAction } from './icons';

interface ActionItemProps {
  action: MarkedAction;
  danger?: boolean;
  onClick: () => void;
}

/** An entry of a menu for an action of the registry: its mark, its name and its key come from one place. */
export function ActionItem({ action, danger = false, onClick }: ActionItemProps) {
  const { t } = useTranslation('actions');
  const caps = useCaps(action);
  const Glyph = iconOf(action);
  return (
    <Menu.Item leftSection={<Glyph size={16} stroke={1.7} aria-hidden="true" />} rightSection={caps.length > 0 ? <KeyCaps keys={caps} /> : null} onClick={onClick} {...(danger && { color: 'red' })}>
      {t(action)}
    </Menu.Item>
  );
}
