/** Mail addresses as people type and paste them. */

/** All three kinds together. */
export const RECIPIENTS_MAX = 50;

const SPLIT = /[,;\n\r\t]+/;
const NAMED = /<([^<>]*)>\s*$/;
const LOCAL = /^[^\s<>(),;:"@[\]\\]{1,64}$/u;
const DOMAIN = /^(?=.{1,253}$)(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.)+[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** What was typed or pasted, one address each: names before angle brackets and empty places are left out. */
export function splitAddresses(text: string): string[] {
  // A name in quotes may hold a comma.
  return text
    .replace(/"[^"\n]*"/g, '')
    .split(SPLIT)
    .flatMap((piece) => (NAMED.test(piece) ? [NAMED.exec(piece)?.[1] ?? ''] : words(piece)))
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Addresses with spaces between them; anything else stays as it is, to be mended by hand. */
function words(piece: string): string[] {
  const parts = piece.trim().split(/\s+/);
  return parts.every((part) => part.includes('@')) ? parts : [piece];
}

export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  return text.length <= 254 && LOCAL.test(text.slice(0, at)) && DOMAIN.test(text.slice(at + 1));
}

const same = (one: string) => one.trim().toLowerCase();

/** Adds to a line what is not in it yet, whatever its case. */
export function addAddresses(known: string[], more: string[]): string[] {
  return more.reduce((line, one) => (line.some((other) => same(other) === same(one)) ? line : [...line, one]), known);
}

export function sameLine(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((one, index) => same(one) === same(b[index] ?? ''));
}
