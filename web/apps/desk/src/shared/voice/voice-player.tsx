import { playerTime } from '@otklik/i18n';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeaks } from './peaks';
import classes from './voice-player.module.css';

interface VoicePlayerProps {
  url: string;
  seconds: number | null;
  /** A title for music and recordings; a voice message has none. */
  name: string | null;
}

const rates = [1, 1.5, 2];

/** Plays a recording; how loud it is over its length is the line one jumps along. */
export function VoicePlayer({ url, seconds, name }: VoicePlayerProps) {
  const { t } = useTranslation('conversation');
  const audio = useRef<HTMLAudioElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const peaks = usePeaks(url, frame);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(seconds ?? 0);
  const [rate, setRate] = useState(1);
  const toggle = () => {
    if (playing) audio.current?.pause();
    else void audio.current?.play();
  };
  const seek = (to: number) => {
    if (audio.current) audio.current.currentTime = to;
    setAt(to);
  };
  const faster = () => {
    const next = rates[(rates.indexOf(rate) + 1) % rates.length] ?? 1;
    setRate(next);
    if (audio.current) audio.current.playbackRate = next;
  };
  const learn = (duration: number) => {
    if (Number.isFinite(duration) && duration > 0) setLength(duration);
  };
  return (
    <div ref={frame} className={classes.player} role="group" aria-label={name ?? t('kind.voice')}>
      <audio ref={audio} src={url} preload="none" onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)} onEnded={() => setAt(0)} onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)} onLoadedMetadata={(event) => learn(event.currentTarget.duration)}>
        <track kind="captions" />
      </audio>
      <button type="button" className={classes.play} onClick={toggle} aria-label={playing ? t('pause') : t('play')}>
        {playing ? <IconPlayerPauseFilled size={16} aria-hidden="true" /> : <IconPlayerPlayFilled size={16} aria-hidden="true" />}
      </button>
      <div className={classes.track}>
        {name ? <span className="truncate">{name}</span> : null}
        <span className={classes.line} data-drawn={peaks !== null}>
          {peaks ? <Wave peaks={peaks} share={length > 0 ? at / length : 0} /> : null}
          <input type="range" className={classes.range} min={0} max={Math.max(1, length)} step={0.1} value={Math.min(at, Math.max(1, length))} onChange={(event) => seek(Number(event.currentTarget.value))} aria-label={t('position')} aria-valuetext={playerTime(at)} />
        </span>
        <span className={classes.time}>{playing || at > 0 ? `${playerTime(at)} / ${playerTime(length)}` : playerTime(length)}</span>
      </div>
      <button type="button" className={classes.rate} onClick={faster} aria-label={t('speed', { rate })}>
        {`${rate}×`}
      </button>
    </div>
  );
}

function Wave({ peaks, share }: { peaks: number[]; share: number }) {
  return (
    <span className={classes.wave} aria-hidden="true">
      {peaks.map((peak, number) => (
        // Bars never change places.
        <i key={number} data-played={(number + 0.5) / peaks.length <= share} style={{ height: `${Math.round(12 + peak * 88)}%` }} />
      ))}
    </span>
  );
}
