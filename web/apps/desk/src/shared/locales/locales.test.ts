import { expect, test } from 'vitest';
import en from './en';
import ru from './ru';

/** Every path of words, with plural endings cut off and placeholders noted. */
function paths(words: object, base = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(words)) {
    const path = `${base}${name.replace(/_(one|few|many|other)$/, '')}`;
    if (typeof value === 'string') found.set(path, [...new Set(value.match(/\{\{\w+\}\}/g) ?? [])].sort().join(' '));
    else for (const [inner, marks] of paths(value as object, `${path}.`)) found.set(inner, marks);
  }
  return found;
}

test('both languages say the same things with the same values', () => {
  expect(Object.fromEntries(paths(en))).toEqual(Object.fromEntries(paths(ru)));
});

test('Russian has every plural form', () => {
  const flat = JSON.stringify(ru);
  for (const [, stem] of flat.matchAll(/"(\w+)_one"/g)) {
    for (const form of ['few', 'many', 'other']) expect(flat).toContain(`"${stem ?? ''}_${form}"`);
  }
});
