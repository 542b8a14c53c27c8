/** Text with its formatting as nodes: never as HTML. */
import { h, type ComponentChild } from 'preact';
import type { Mark } from './types';

const LINK = /https?:\/\/[^\s<>"]*[^\s<>".,!?;:)\]}'»]/g;
const SAFE = /^(https?:|mailto:|tel:)/i;
const TAGS: Record<string, string> = { bold: 'b', italic: 'i', underline: 'u', strike: 's', code: 'code', pre: 'code', quote: 'q' };

const size = (text: string) => Array.from(text).length;

function findLinks(text: string): Mark[] {
  return Array.from(text.matchAll(LINK), ({ 0: url, index }) => ({
    kind: 'link',
    offset: size(text.slice(0, index)),
    length: size(url),
    url,
  }));
}

function wrap(inner: ComponentChild, { kind, url }: Mark): ComponentChild {
  if (kind === 'link' && url && SAFE.test(url)) {
    return (
      <a href={url} title={url} target="_blank" rel="noopener noreferrer nofollow">
        {inner}
      </a>
    );
  }
  const tag = TAGS[kind];
  return tag ? h(tag, null, inner) : inner;
}

/** Cut the text where marks begin and end, and wrap every stretch in the marks that cover it. */
export function formatted(text: string, marks: Mark[] = []): ComponentChild[] {
  const letters = Array.from(text);
  const linked = marks.some((mark) => mark.kind === 'link') ? marks : [...marks, ...findLinks(text)];
  const edges = linked.flatMap((mark) => [mark.offset, mark.offset + mark.length]);
  const cuts = [...new Set([0, ...edges, letters.length])].filter((cut) => cut >= 0 && cut <= letters.length);
  cuts.sort((one, other) => one - other);
  return cuts.slice(1).map((end, number) => {
    const start = cuts[number] ?? 0;
    const covering = linked.filter((mark) => mark.offset <= start && mark.offset + mark.length >= end);
    return covering.reduce<ComponentChild>(wrap, letters.slice(start, end).join(''));
  });
}
