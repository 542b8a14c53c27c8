/** Which release of the desk this page is: the names of its scripts, which change with what is in them. */
export function ownRelease(): string | null {
  if (typeof document === 'undefined') return null;
  const scripts = [...document.querySelectorAll('script[type="module"][src^="/assets/"]')].map((one) => one.getAttribute('src') ?? '');
  return scripts.length > 0 ? scripts.join(' ') : null;
}

/** The release of a page as the server sends it; null when it is no built desk. */
export function releaseOf(page: string): string | null {
  const scripts = [...page.matchAll(/<script[^>]*src="(\/assets\/[^"]+\.js)"/g)].map((match) => match[1] ?? '');
  return scripts.length > 0 ? scripts.join(' ') : null;
}
