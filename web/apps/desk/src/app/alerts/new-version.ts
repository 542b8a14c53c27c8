/** A newer desk is there when the server's page asks for other scripts than those that run here. */
import { ownRelease, releaseOf } from '~/shared/release';

/** False also when it cannot be known: without a line, or where the page is served by a tool of developers. */
export async function isNewer(): Promise<boolean> {
  const own = ownRelease();
  if (own === null) return false;
  try {
    const answer = await fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } });
    if (!answer.ok) return false;
    const theirs = releaseOf(await answer.text());
    return theirs !== null && theirs !== own;
  } catch {
    return false;
  }
}
