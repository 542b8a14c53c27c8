/** The icon of the tab; `icon-new.svg` is the same one with a dot. */
const icons = { plain: '/assets/icon.svg', marked: '/assets/icon-new.svg' } as const;

export function markIcon(marked: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const href = marked ? icons.marked : icons.plain;
  if (link && link.getAttribute('href') !== href) link.setAttribute('href', href);
}
