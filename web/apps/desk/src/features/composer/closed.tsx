import { Button } from '@mantine/core';
import type { Identity } from '@otklik/api';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useReasonText } from './reason-text';
import classes from './composer.module.css';
import type { Opening } from './window';

interface ClosedProps {
  identity: Identity | null;
  opening: Opening;
  /** What passes where nothing else does. */
  onTemplate: (() => void) | null;
  onNote: () => void;
}

/** The channel takes no replies now: says why, and offers what is left. */
export function Closed({ identity, opening, onTemplate, onNote }: ClosedProps) {
  const { t } = useTranslation('composer');
  const reason = useReasonText();
  return (
    <div className={classes.closed}>
      <IconLock size={18} stroke={1.7} aria-hidden="true" />
      <span>
        <strong>{t('closed.title')}</strong>
        <br />
        {identity ? reason(identity.reachable && opening.stands === 'shut' ? 'window_closed' : identity.unreachable_reason) : t('closed.no_address')}
      </span>
      {onTemplate && identity?.reachable ? <Button onClick={onTemplate}>{t('template')}</Button> : null}
      <Button variant="default" onClick={onNote}>
        {t('writeNote')}
      </Button>
    </div>
  );
}
