/** How loud a recording is over its length: read from its sound once, here in the browser. */
import { useEffect, useState, type RefObject } from 'react';

const BARS = 44;
const LARGEST = 3 * 1024 * 1024;
const MOST_KEPT = 300;
const kept = new Map<string, Promise<number[] | null>>();

/** The loudness of so many equal parts, the loudest being 1. */
export function measurePeaks(sound: Float32Array, bars = BARS): number[] {
  const size = Math.max(1, Math.floor(sound.length / bars));
  const loud = Array.from({ length: bars }, (_, bar) => {
    let sum = 0;
    const stop = Math.min((bar + 1) * size, sound.length);
    for (let at = bar * size; at < stop; at += 1) sum += (sound[at] ?? 0) ** 2;
    return Math.sqrt(sum / size);
  });
  const most = Math.max(...loud);
  return loud.map((one) => (most > 0 ? one / most : 0));
}

async function readPeaks(url: string): Promise<number[] | null> {
  try {
    const answer = await fetch(url);
    if (!answer.ok || Number(answer.headers.get('content-length') ?? 0) > LARGEST) return null;
    const sound = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(await answer.arrayBuffer());
    return measurePeaks(sound.getChannelData(0));
  } catch {
    // A sound this browser cannot decode: the player shows a plain line.
    return null;
  }
}

function loadPeaks(url: string): Promise<number[] | null> {
  const known = kept.get(url) ?? readPeaks(url);
  kept.delete(url);
  kept.set(url, known);
  for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
  return known;
}

/** The peaks once the player has been on the screen; null until then, and when there are none to be had. */
export function usePeaks(url: string, place: RefObject<Element | null>): number[] | null {
  const [peaks, setPeaks] = useState<number[] | null>(null);
  useEffect(() => {
    if (!place.current || typeof IntersectionObserver === 'undefined') return;
    let alive = true;
    const watcher = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      watcher.disconnect();
      void loadPeaks(url).then((read) => alive && setPeaks(read));
    });
    watcher.observe(place.current);
    return () => {
      alive = false;
      watcher.disconnect();
    };
  }, [url, place]);
  return peaks;
}
