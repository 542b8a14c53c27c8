/** The sounds of notices, made on the spot: each is a few notes of decaying partials. */
import type { Tone } from '@otklik/api';

interface Note {
  /** Hertz. */
  pitch: number;
  /** Seconds from the beginning. */
  at: number;
  /** Seconds until it has died away. */
  length: number;
  /** Multiples of the pitch, with how loud they are. */
  partials: readonly (readonly [number, number])[];
  /** Where the pitch glides to. */
  to?: number;
}

const pure = [[1, 1]] as const;
const glass = [[1, 0.8], [2.76, 0.25], [5.4, 0.08]] as const;
const metal = [[1, 0.7], [2, 0.35], [3.01, 0.2], [4.2, 0.1]] as const;
const wood = [[1, 0.9], [3.9, 0.25], [9.2, 0.05]] as const;
const reed = [[1, 0.5], [2, 0.3], [3, 0.25], [4, 0.15], [5, 0.1]] as const;

export const tones: Record<Tone, readonly Note[]> = {
  glass: [
    { pitch: 1046.5, at: 0, length: 0.7, partials: glass },
    { pitch: 1568, at: 0.11, length: 0.9, partials: glass },
  ],
  drop: [{ pitch: 520, to: 1040, at: 0, length: 0.22, partials: pure }],
  bell: [
    { pitch: 784, at: 0, length: 1.1, partials: metal },
    { pitch: 659.3, at: 0.18, length: 1.3, partials: metal },
  ],
  marimba: [
    { pitch: 523.3, at: 0, length: 0.35, partials: wood },
    { pitch: 659.3, at: 0.12, length: 0.35, partials: wood },
    { pitch: 784, at: 0.24, length: 0.5, partials: wood },
  ],
  knock: [
    { pitch: 210, to: 150, at: 0, length: 0.09, partials: wood },
    { pitch: 210, to: 150, at: 0.14, length: 0.11, partials: wood },
  ],
  horn: [
    { pitch: 587.3, at: 0, length: 0.3, partials: reed },
    { pitch: 880, at: 0.2, length: 0.3, partials: reed },
    { pitch: 587.3, at: 0.45, length: 0.3, partials: reed },
    { pitch: 880, at: 0.65, length: 0.5, partials: reed },
  ],
};

let context: AudioContext | null = null;

/** Plays a sound; false when the browser forbids it because nobody has touched the page yet. */
export async function play(tone: Tone, volume: number): Promise<boolean> {
  if (!navigator.userActivation.hasBeenActive) return false;
  context ??= new AudioContext();
  if (context.state === 'suspended') await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]);
  if (context.state !== 'running') return false;
  const out = context.createGain();
  // The ear hears loudness by its square.
  out.gain.value = (volume / 100) ** 2;
  out.connect(context.destination);
  for (const note of tones[tone]) sound(context, out, note);
  return true;
}

function sound(audio: AudioContext, out: AudioNode, note: Note): void {
  const begin = audio.currentTime + 0.02 + note.at;
  for (const [multiple, loudness] of note.partials) {
    const voice = audio.createOscillator();
    const fade = audio.createGain();
    voice.frequency.setValueAtTime(note.pitch * multiple, begin);
    if (note.to) voice.frequency.exponentialRampToValueAtTime(note.to * multiple, begin + note.length * 0.6);
    fade.gain.setValueAtTime(0, begin);
    fade.gain.linearRampToValueAtTime(loudness * 0.5, begin + 0.008);
    // What is high dies first, as in anything that rings.
    fade.gain.exponentialRampToValueAtTime(0.0001, begin + note.length / Math.sqrt(multiple));
    voice.connect(fade).connect(out);
    voice.start(begin);
    voice.stop(begin + note.length + 0.05);
  }
}
