/** Opens a page of the desk from outside of it: a notice that was clicked, a push. */
const NAME = 'otklik:open';

export const pageOf = (conversation: number) => `/inbox/all/${conversation}`;

export function openPage(page: string): void {
  window.dispatchEvent(new CustomEvent(NAME, { detail: page }));
}

export function onOpenPage(open: (page: string) => void): () => void {
  const hear = (event: Event) => {
    const page: unknown = (event as CustomEvent<unknown>).detail;
    if (typeof page === 'string' && page.startsWith('/') && !page.startsWith('//')) open(page);
  };
  window.addEventListener(NAME, hear);
  return () => window.removeEventListener(NAME, hear);
}
