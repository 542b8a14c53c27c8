import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '~': path.resolve(import.meta.dirname, 'apps/desk/src') } },
  test: { environment: 'happy-dom', include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'eslint/*.test.js'] },
});
