/** Where a blocked person is really kept away, and where only silenced here. */
import type { Identity } from '@otklik/api';

export type Blocking = 'blocked' | 'blocking' | 'unblocking' | 'blockFailed' | 'unblockFailed' | 'here';

/** What to say of one address, whose channel can block or cannot; null when there is nothing to say. */
export function blockingOf(identity: Pick<Identity, 'barred' | 'bar_error'>, able: boolean, blocked: boolean): Blocking | null {
  if (identity.bar_error) return blocked ? 'blockFailed' : 'unblockFailed';
  if (!able) return blocked ? 'here' : null;
  if (identity.barred === blocked) return blocked ? 'blocked' : null;
  return blocked ? 'blocking' : 'unblocking';
}
