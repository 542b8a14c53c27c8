/** One of the browser's tabs holds the line for all of them; the others listen to it. */

export interface Line<T> {
  /** Tell the other tabs. */
  tell: (word: T) => void;
  stop: () => void;
}

/**
 * Call `lead` in exactly one tab at a time; it returns how to let go. Without Web Locks (an http: site,
 * an old browser) every tab leads for itself.
 */
export function elect<T>(name: string, lead: () => () => void, hear: (word: T) => void): Line<T> {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
    return { tell: () => undefined, stop: lead() };
  }
  const others = new BroadcastChannel(name);
  others.onmessage = ({ data }) => hear(data as T);
  const giveUp = new AbortController();
  const hold = () => {
    const letGo = lead();
    return new Promise<void>((done) => {
      giveUp.signal.addEventListener('abort', () => {
        letGo();
        done();
      });
    });
  };
  navigator.locks.request(name, { signal: giveUp.signal }, hold).catch(() => undefined);
  return {
    tell: (word) => others.postMessage(word),
    stop: () => {
      giveUp.abort();
      others.close();
    },
  };
}
