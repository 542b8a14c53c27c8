import { IconCloudOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { linkState } from '~/shared/link';
import { outbox } from '~/shared/outbox';
import { copyTime } from '~/shared/saved/entering';
import { useLasting, useSavedTime } from '~/shared/saved/saved-time';
import { useStore } from '~/shared/store';
import classes from './shell.module.css';

const PATIENCE_MS = 1_500;
/** The page has just been brought by the server: a first line that takes its time is no outage yet. */
const FIRST_PATIENCE_MS = 6_000;

/** Says that the line is down, but not for a blink, and of when what is shown without it is. */
export function OfflineBanner() {
  const { t } = useTranslation('app');
  const state = useStore(linkState);
  const copy = useStore(copyTime);
  const time = useSavedTime(copy);
  const waiting = useStore(outbox).filter((one) => one.state.kind === 'waiting').length;
  const [wasLive, setWasLive] = useState(false);
  if (state === 'live' && !wasLive) setWasLive(true);
  const fresh = !wasLive && state !== 'down' && copy === null;
  const shown = useLasting(state === 'down' || state === 'connecting', fresh ? FIRST_PATIENCE_MS : PATIENCE_MS);
  const outlook = copy === null ? t('offline') : t('offlineCopy');
  return (
    <div role="status">
      {shown ? (
        <p className={classes.offline} style={{ margin: 0 }}>
          <IconCloudOff size={16} stroke={1.8} aria-hidden="true" />
          <span>
            {copy === null ? null : `${t('savedCopy', { time })} `}
            {waiting > 0 ? t('offlineWaiting', { count: waiting }) : outlook}
          </span>
        </p>
      ) : null}
    </div>
  );
}
