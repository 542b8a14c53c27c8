import { Button } from '@mantine/core';
import { IconRefresh, IconVolumeOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { linkState } from '~/shared/link';
import { useNotificationSettings } from '~/shared/notifications';
import { outbox } from '~/shared/outbox';
import { useStore } from '~/shared/store';
import { play } from '~/shared/tones';
import { soundBlocked } from './alerts';
import classes from './desk-news.module.css';
import { isNewer } from './new-version';

const LOOK_EVERY_MS = 15 * 60_000;

/** What the desk itself has to say: a sound that was not allowed, a newer version. */
export default function DeskNews() {
  return (
    <div className={classes.news} role="status">
      <Blocked />
      <Newer />
    </div>
  );
}

/** Browsers play nothing before the first touch of the page; any touch will do. */
function Blocked() {
  const { t } = useTranslation('app');
  const blocked = useStore(soundBlocked);
  const settings = useNotificationSettings();
  useEffect(() => {
    if (!blocked) return;
    const free = () => soundBlocked.set(false);
    window.addEventListener('pointerdown', free);
    window.addEventListener('keydown', free);
    return () => {
      window.removeEventListener('pointerdown', free);
      window.removeEventListener('keydown', free);
    };
  }, [blocked]);
  if (!blocked) return null;
  return (
    <p className={classes.pill}>
      <IconVolumeOff size={18} stroke={1.7} aria-hidden="true" />
      {t('sound.blocked')}
      <Button size="compact-sm" variant="light" radius="xl" onClick={() => void play('glass', settings?.choices.volume ?? 70)}>
        {t('sound.unlock')}
      </Button>
    </p>
  );
}

/** Looks for a newer version now and then and when the line comes back: the server may have been renewed meanwhile. */
function Newer() {
  const { t } = useTranslation('app');
  const live = useStore(linkState) === 'live';
  const [newer, setNewer] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const leaving = useStore(outbox).length;
  useEffect(() => {
    if (!live || newer) return;
    const look = () => void isNewer().then((found) => found && setNewer(true));
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [live, newer]);
  // What is on its way leaves first; drafts are kept by themselves.
  useEffect(() => {
    if (waiting && leaving === 0) window.location.reload();
  }, [waiting, leaving]);
  if (!newer) return null;
  return (
    <p className={classes.pill}>
      <IconRefresh size={18} stroke={1.7} aria-hidden="true" />
      {t('update.ready')}
      <Button size="compact-sm" radius="xl" loading={waiting} onClick={() => setWaiting(true)}>
        {t('update.reload')}
      </Button>
    </p>
  );
}
