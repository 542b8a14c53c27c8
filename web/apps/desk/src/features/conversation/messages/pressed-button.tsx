import { IconHandClick } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './cards.module.css';

export function PressedButton({ text }: { text: string }) {
  const { t } = useTranslation('conversation');
  return (
    <span className={classes.press}>
      <IconHandClick size={15} stroke={1.8} aria-hidden="true" />
      {t('pressedButton', { title: text })}
    </span>
  );
}
