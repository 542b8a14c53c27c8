import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '~': path.resolve(import.meta.dirname, 'apps/desk/src') } },
  // A test that needs a page says so in its first line; the rest start at once.
  test: { environment: 'node', isolate: false, include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'eslint/*.test.js'] },
});
