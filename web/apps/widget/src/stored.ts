/** What stays in this browser for the site: the session, the last messages for an instant picture, unsent ones. */
import { isPending, isSettled } from './stream';
import type { Profile, Shown } from './types';

const KEEP = 50;

export interface Stored {
  token: string;
  /** Whom the site vouches for, if it does. */
  user: string;
  messages: Shown[];
  /** Up to where the visitor has read, and up to where an operator has. */
  read: number;
  seen: number;
  profile: Profile;
}

export const nothing = (): Stored => ({ token: '', user: '', messages: [], read: 0, seen: 0, profile: {} });

export function readStored(name: string): Stored {
  try {
    return { ...nothing(), ...(JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<Stored>) };
  } catch {
    return nothing();
  }
}

/** Private windows and full disks refuse; the chat then lives as long as the page. */
export function writeStored(name: string, { token, user, messages, read, seen, profile }: Stored) {
  try {
    const kept = [...messages.filter(isSettled).slice(-KEEP), ...messages.filter(isPending)];
    localStorage.setItem(name, JSON.stringify({ token, user, messages: kept, read, seen, profile } satisfies Stored));
  } catch {
    return;
  }
}

export function forget(name: string) {
  try {
    localStorage.removeItem(name);
  } catch {
    return;
  }
}

/** Whether the person left, here or in another tab; a browser that keeps nothing cannot say so. */
export function isForgotten(name: string): boolean {
  try {
    return localStorage.getItem(name) === null;
  } catch {
    return false;
  }
}
