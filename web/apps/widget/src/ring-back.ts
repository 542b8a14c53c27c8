/** The tone a caller hears while it rings on the other side: one second of it, four of silence. */

const PERIOD_MS = 5000;

/** Begin; returns how to stop. */
export function ringBack(): () => void {
  const audio = new AudioContext();
  const ring = () => {
    const voice = audio.createOscillator();
    const volume = audio.createGain();
    const begin = audio.currentTime + 0.05;
    voice.frequency.value = 425;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(0.08, begin + 0.05);
    volume.gain.setValueAtTime(0.08, begin + 0.95);
    volume.gain.linearRampToValueAtTime(0, begin + 1);
    voice.connect(volume).connect(audio.destination);
    voice.start(begin);
    voice.stop(begin + 1);
  };
  ring();
  const timer = setInterval(ring, PERIOD_MS);
  return () => {
    clearInterval(timer);
    void audio.close().catch(() => undefined);
  };
}
