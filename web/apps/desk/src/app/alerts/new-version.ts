/** A newer desk is there when the server's page asks for another script than the one that runs here. */
const SCRIPT = /src="(\/assets\/[^"]+\.js)"/;

export function scriptOf(page: string): string | null {
  return SCRIPT.exec(page)?.[1] ?? null;
}

/** False also when it cannot be known: without a line, or where the page is served by a tool of developers. */
export async function isNewer(): Promise<boolean> {
  const own = document.querySelector('script[type="module"][src^="/assets/"]')?.getAttribute('src');
  if (!own) return false;
  try {
    const answer = await fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } });
    if (!answer.ok) return false;
    const theirs = scriptOf(await answer.text());
    return theirs !== null && theirs !== own;
  } catch {
    return false;
  }
}
