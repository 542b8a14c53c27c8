import type { Tag } from '@otklik/api';

interface Offer {
  tags: Tag[];
  /** A name that may become a tag; null when there is one of that name. */
  fresh: string | null;
}

const SHOWN = 100;

const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLocaleLowerCase();

/** The tags that hold these words: those the conversation has first, then those whose name begins with them. */
export function offerTags(all: readonly Tag[], own: readonly Tag[], words: string): Offer {
  const sought = plain(words);
  const has = new Set(own.map((tag) => tag.id));
  const rank = (tag: Tag) => (has.has(tag.id) ? 0 : plain(tag.name).startsWith(sought) ? 1 : 2);
  const found = all.filter((tag) => plain(tag.name).includes(sought)).sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  const known = all.some((tag) => plain(tag.name) === sought);
  return { tags: found.slice(0, SHOWN), fresh: sought === '' || known ? null : words.trim().replace(/\s+/g, ' ') };
}
