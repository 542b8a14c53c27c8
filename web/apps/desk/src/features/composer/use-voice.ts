/** The recording that is being made in the open composer. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { canRecord, LONGEST_S, Recorder, type Moment } from './recorder';

export type VoiceState = 'idle' | 'asking' | 'recording' | 'paused';
export type VoiceTrouble = 'denied' | 'noMicrophone' | 'failed';

export interface Voice {
  possible: boolean;
  state: VoiceState;
  trouble: VoiceTrouble | null;
  seconds: number;
  /** The loudness of the last moments, the newest last. */
  levels: number[];
  start: () => void;
  pause: () => void;
  resume: () => void;
  finish: () => void;
  drop: () => void;
}

const SHOWN = 40;

/**
 * `onDone` is given the recording; also the one that still runs when the composer goes or turns to something else,
 * as `place` says: nothing said is lost, and it stays where it was said.
 */
export function useVoice(place: string, onDone: (file: File) => void): Voice {
  const [state, setState] = useState<VoiceState>('idle');
  const [trouble, setTrouble] = useState<VoiceTrouble | null>(null);
  const [moments, setMoments] = useState<Moment[]>([]);
  const recorder = useRef<Recorder | null>(null);
  const alive = useRef(true);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });

  const finish = useCallback(() => {
    const running = recorder.current;
    const give = done.current;
    recorder.current = null;
    if (alive.current) setState('idle');
    void running?.finish().then(give);
  }, []);
  const hear = useCallback(
    (moment: Moment) => {
      setMoments((known) => [...known.slice(-SHOWN + 1), moment]);
      if (moment.seconds >= LONGEST_S) finish();
    },
    [finish],
  );
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  useEffect(() => finish, [finish, place]);

  const start = () => {
    setState('asking');
    setTrouble(null);
    setMoments([]);
    Recorder.begin(hear)
      .then((begun) => {
        if (!alive.current) {
          begun.drop();
          return;
        }
        recorder.current = begun;
        setState('recording');
      })
      .catch((error: unknown) => {
        setTrouble(whyNot(error));
        setState('idle');
      });
  };
  return {
    possible: canRecord(), state, trouble, start, finish,
    seconds: moments.at(-1)?.seconds ?? 0,
    levels: moments.map((moment) => moment.level),
    pause: () => {
      recorder.current?.pause();
      setState('paused');
    },
    resume: () => {
      recorder.current?.resume();
      setState('recording');
    },
    drop: () => {
      recorder.current?.drop();
      recorder.current = null;
      setState('idle');
    },
  };
}

export function whyNot(error: unknown): VoiceTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError') return 'denied';
  return name === 'NotFoundError' ? 'noMicrophone' : 'failed';
}
