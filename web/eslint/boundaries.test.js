import path from 'node:path';
import { expect, test } from 'vitest';
import { mayImport, zoneOf } from './boundaries.js';

const root = path.resolve(import.meta.dirname, '..');

/** @param {string} file */
function zone(file) {
  const found = zoneOf(path.join(root, file));
  if (!found) throw new Error(`${file} lies outside every zone`);
  return found;
}

test.each([
  ['apps/desk/src/app/routes.tsx', 'apps/desk/src/features/inbox/index.ts', true],
  ['apps/desk/src/features/inbox/list.tsx', 'apps/desk/src/features/inbox/row.tsx', true],
  ['apps/desk/src/features/inbox/list.tsx', 'apps/desk/src/features/contact/card.tsx', false],
  ['apps/desk/src/features/inbox/list.tsx', 'apps/desk/src/shared/keys.ts', true],
  ['apps/desk/src/shared/keys.ts', 'apps/desk/src/features/inbox/list.tsx', false],
  ['apps/desk/src/shared/keys.ts', 'packages/ui/src/index.ts', true],
  ['packages/ui/src/index.ts', 'apps/desk/src/app/routes.tsx', false],
  ['packages/ui/src/index.ts', 'packages/i18n/src/index.ts', true],
  ['apps/widget/src/main.tsx', 'packages/i18n/src/index.ts', true],
  ['apps/widget/src/main.tsx', 'apps/desk/src/main.tsx', false],
  ['apps/widget/src/inner.ts', 'apps/loader/src/launcher.ts', true],
  ['apps/loader/src/loader.ts', 'apps/widget/src/main.tsx', false],
  ['apps/loader/src/loader.ts', 'packages/i18n/src/index.ts', false],
])('%s importing %s is %s', (from, to, verdict) => {
  expect(mayImport(zone(from), zone(to))).toBe(verdict);
});
