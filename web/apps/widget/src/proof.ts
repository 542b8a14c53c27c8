/** What is sent for who the site says this is, and what comes back. */
import type { Identity, Profile, Session } from './types';

/** A token lives for an hour; a function fetches a fresh one each time it is wanted. */
export async function prove(identity: Identity | undefined) {
  if (!identity) return undefined;
  const { token, user_id, user_hash } = identity;
  return token ? { token: typeof token === 'function' ? await token() : token } : { user_id, user_hash };
}

/** The fields that are known, so that none of them is asked for. */
export const filled = (profile: Session['profile']): Profile =>
  Object.fromEntries(Object.entries(profile).filter(([, value]) => value));
