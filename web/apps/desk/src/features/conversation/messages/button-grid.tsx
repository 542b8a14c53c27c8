import type { MessageButton } from '@otklik/api';
import { IconCheck, IconExternalLink, IconHandClick } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './cards.module.css';

/** Buttons as the contact saw them, with the pressed one marked. */
export function ButtonGrid({ rows }: { rows: MessageButton[][] }) {
  const { t } = useTranslation('conversation');
  return (
    <div className={classes.buttons}>
      {rows.map((row, index) => (
        <div key={index} className={classes.buttonRow}>
          {row.map((button) => (
            <span key={button.title} className={classes.button} data-pressed={button.pressed}>
              {button.pressed ? <IconCheck size={14} stroke={2} aria-hidden="true" /> : null}
              {button.title}
              {button.pressed ? <span className="visually-hidden">{t('pressed')}</span> : null}
              {button.url ? <IconExternalLink size={13} stroke={1.8} aria-hidden="true" /> : null}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

export function PressedButton({ text }: { text: string }) {
  const { t } = useTranslation('conversation');
  return (
    <span className={classes.press}>
      <IconHandClick size={15} stroke={1.8} aria-hidden="true" />
      {t('pressedButton', { title: text })}
    </span>
  );
}
