import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const NAME = 'virtual:emoji-data';
/** Newer ones are empty boxes on most machines. */
const NEWEST = 15.1;
const COMPONENTS = 2;

interface Entry {
  hexcode: string;
  emoji: string;
  label: string;
  tags?: string[];
  group?: number;
  order?: number;
  version: number;
  skins?: { emoji: string; tone: number | number[] }[];
}

type Shortcodes = Record<string, string | string[]>;

const resolve = createRequire(import.meta.url).resolve;
const read = (name: string): unknown => JSON.parse(readFileSync(resolve(`emojibase-data/${name}.json`), 'utf8'));

/** The emoji of both languages as one module of our own: nothing is fetched from anywhere else. */
export function emojiData(): Plugin {
  return {
    name: 'emoji-data',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(JSON.stringify(makeRows()))}` : null),
  };
}

/** Lines of `RawEmoji` in src/shared/emoji/catalog.ts. */
function makeRows(): unknown[] {
  const russian = new Map((read('ru/data') as Entry[]).map((entry) => [entry.hexcode, entry]));
  const codes = read('en/shortcodes/github') as Shortcodes;
  const more = read('en/shortcodes/emojibase') as Shortcodes;
  return (read('en/data') as Entry[])
    .filter((one) => one.group !== undefined && one.group !== COMPONENTS && one.version <= NEWEST)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((one) => {
      const ru = russian.get(one.hexcode);
      const tones = (one.skins ?? []).filter((skin) => typeof skin.tone === 'number').map((skin) => skin.emoji);
      const shortcodes = [...new Set([codes[one.hexcode], more[one.hexcode]].flat().filter((code) => code !== undefined))];
      return [one.emoji, one.group, ru?.label ?? one.label, one.label, [...(ru?.tags ?? []), ...(one.tags ?? [])].join(' '), shortcodes.join(' '), ...tones];
    });
}
