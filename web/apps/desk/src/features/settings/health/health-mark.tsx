import type { HealthState } from '@otklik/api';
import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck, IconPlayerPause, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './health.module.css';

const shapes: Record<HealthState, Icon> = { green: IconCircleCheck, paused: IconPlayerPause, amber: IconAlertTriangle, red: IconAlertOctagon };

/** The state of a channel by shape, colour and words. */
export function HealthMark({ state }: { state: HealthState }) {
  const { t } = useTranslation('health');
  const Shape = shapes[state];
  return (
    <span className={classes.mark} data-state={state}>
      <Shape size={18} stroke={1.8} aria-hidden="true" />
      {t(`states.${state}`)}
    </span>
  );
}
