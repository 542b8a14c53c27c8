import type { MessageButton } from '@otklik/api';
import { dateTimeLabel } from '@otklik/i18n';
import { IconCheck, IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import classes from './shown-buttons.module.css';

/** Buttons as the contact saw them, with the pressed one marked. */
export function ShownButtons({ rows }: { rows: MessageButton[][] }) {
  const language = useLanguage();
  return (
    <div className={classes.buttons}>
      {rows.map((row, index) => (
        <div key={index} className={classes.buttonRow}>
          {row.map((button, place) => (
            <span key={place} className={classes.button} data-pressed={button.pressed}>
              {button.pressed ? <IconCheck size={14} stroke={2} aria-hidden="true" /> : null}
              {button.title}
              {button.pressed ? <Pressed at={button.pressed_at ? dateTimeLabel(new Date(button.pressed_at), new Date(), language) : null} /> : null}
              {button.url ? <IconExternalLink size={13} stroke={1.8} aria-hidden="true" /> : null}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

function Pressed({ at }: { at: string | null }) {
  const { t } = useTranslation('keyboards');
  return at ? <span className={classes.pressedAt}>{t('pressedAt', { at })}</span> : <span className="visually-hidden">{t('pressed')}</span>;
}
