import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: '../../dist/loader',
    emptyOutDir: true,
    target: 'es2020',
    cssTarget: 'esnext',
    reportCompressedSize: false,
    lib: { entry: 'src/loader.ts', name: 'otklikLoader', formats: ['iife'], fileName: () => 'loader.js' },
  },
});
