import { IconCloudOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { linkState } from '~/shared/link';
import { outbox } from '~/shared/outbox';
import { useStore } from '~/shared/store';
import classes from './shell.module.css';

const PATIENCE_MS = 1_500;
/** The page has just been brought by the server: a first line that takes its time is no outage yet. */
const FIRST_PATIENCE_MS = 6_000;

/** Says that the line is down, but not for a blink. */
export function OfflineBanner() {
  const { t } = useTranslation('app');
  const state = useStore(linkState);
  const waiting = useStore(outbox).filter((one) => one.state.kind === 'waiting').length;
  const [shown, setShown] = useState(false);
  const [wasLive, setWasLive] = useState(false);
  if (state === 'live' && !wasLive) setWasLive(true);
  const patience = wasLive || state === 'down' ? PATIENCE_MS : FIRST_PATIENCE_MS;
  const broken = state === 'down' || state === 'connecting';
  useEffect(() => {
    const timer = setTimeout(() => setShown(broken), broken ? patience : 0);
    return () => clearTimeout(timer);
  }, [broken, patience]);
  return (
    <div role="status">
      {shown ? (
        <p className={classes.offline} style={{ margin: 0 }}>
          <IconCloudOff size={16} stroke={1.8} aria-hidden="true" />
          {waiting > 0 ? t('offlineWaiting', { count: waiting }) : t('offline')}
        </p>
      ) : null}
    </div>
  );
}
