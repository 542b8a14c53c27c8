import { Button } from '@mantine/core';
import { playerTime } from '@otklik/i18n';
import { IconAction } from '@otklik/ui';
import { IconCheck, IconPlayerPause, IconPlayerRecord, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Hold } from './use-hold';
import type { Voice } from './use-voice';
import classes from './voice-bar.module.css';

/** Stands in the place of the composer's tools while the voice is recorded. */
export default function VoiceBar({ voice, hold }: { voice: Voice; hold: Hold }) {
  const { t } = useTranslation('composer');
  const paused = voice.state === 'paused';
  return (
    <div className={classes.bar} role="group" aria-label={t('voice.title')}>
      <IconAction label={t('voice.drop')} icon={IconTrash} onClick={voice.drop} />
      <span className={classes.dot} data-paused={paused} aria-hidden="true" />
      <span className={classes.time} role="timer" aria-label={t('voice.length')}>
        {playerTime(voice.seconds)}
      </span>
      <span className={classes.levels} aria-hidden="true">
        {voice.levels.map((level, number) => (
          // The newest stands at the end: bars move, they do not change places.
          <i key={number} style={{ height: `${Math.round(10 + Math.min(1, level * 1.6) * 90)}%` }} />
        ))}
      </span>
      {hold === 'no' ? null : (
        <span className={classes.hint} role="status" data-away={hold === 'away'}>
          {t(hold === 'away' ? 'voice.away' : 'voice.release')}
        </span>
      )}
      {paused ? <IconAction label={t('voice.resume')} icon={IconPlayerRecord} onClick={voice.resume} /> : <IconAction label={t('voice.pause')} icon={IconPlayerPause} onClick={voice.pause} disabled={voice.state === 'asking'} />}
      <Button leftSection={<IconCheck size={16} stroke={1.9} aria-hidden="true" />} disabled={voice.state === 'asking'} onClick={voice.finish}>
        {t('voice.finish')}
      </Button>
    </div>
  );
}
