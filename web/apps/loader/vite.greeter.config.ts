import { defineConfig } from 'vite';

/** What shows greetings, for the server to put before the loader: one request brings both. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: '../../dist/loader',
    emptyOutDir: false,
    target: 'es2020',
    cssTarget: 'esnext',
    reportCompressedSize: false,
    lib: { entry: '../widget/src/greetings.ts', name: 'otklikGreeter', formats: ['iife'], fileName: () => 'greeter.js' },
  },
});
