import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/widget/',
  oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } },
  build: {
    outDir: '../../dist/widget',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    cssTarget: 'esnext',
    manifest: 'manifest.json',
    reportCompressedSize: false,
    // A library: dynamic imports stay as they are, without a preload wrapper.
    lib: { entry: { main: 'src/main.tsx', preview: 'src/preview.ts', frame: 'src/frame.ts', inner: 'src/inner.ts', greetings: 'src/greetings.ts' }, formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: { minify: true, entryFileNames: 'assets/[name]-[hash].js', chunkFileNames: 'assets/[name]-[hash].js' },
    },
  },
});
