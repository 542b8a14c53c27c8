import { waited, weekdayTime } from '@otklik/i18n';
import { IconClock, IconUserCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '~/shared/clock';
import { useLanguage } from '~/shared/i18n';
import classes from './composer.module.css';
import type { Opening } from './window';

const MINUTE = 60_000;
const SOON = 2 * 60 * MINUTE;

/** Until when the channel takes replies; nothing where it always does. */
export function WindowLine({ opening }: { opening: Opening }) {
  const { t } = useTranslation('composer');
  const language = useLanguage();
  const now = useNow(MINUTE);
  if (opening.until === null) return null;
  const left = waited(opening.until - now, language);
  const late = opening.stands === 'late';
  const Icon = late ? IconUserCheck : IconClock;
  return (
    <p className={classes.window} data-soon={!late && opening.until - now < SOON} role="note">
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      <span>{late ? t('window.late', { until: weekdayTime(new Date(opening.until), language) }) : t('window.left', { left })}</span>
    </p>
  );
}
