import { useSyncExternalStore } from 'react';

function read(): number {
  const value = Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10);
  return Number.isFinite(value) ? value : 64;
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
  return () => observer.disconnect();
}

/** The height of a row as the density token says. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, read);
}
