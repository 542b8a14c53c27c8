import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type ProxyOptions } from 'vite';
import { chunks } from './build/chunks.ts';
import { emojiData } from './build/emoji-data.ts';
import { preloadFonts } from './build/preload-fonts.ts';
import { serviceWorker } from './build/service-worker.ts';

const server = process.env['OTKLIK_SERVER'] ?? 'http://127.0.0.1:8000';

/** The server takes changes only from its own page, so the proxy speaks in its name. */
const toServer: ProxyOptions = {
  target: server,
  ws: true,
  changeOrigin: true,
  configure: (proxy) => {
    proxy.on('proxyReq', (request) => request.setHeader('origin', server));
    proxy.on('proxyReqWs', (request) => request.setHeader('origin', server));
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), emojiData(), preloadFonts(/golos-text-(cyrillic|latin)-wght-normal-.*\.woff2$/), serviceWorker(path.resolve(import.meta.dirname, 'worker/main.ts'))],
  resolve: { alias: { '~': path.resolve(import.meta.dirname, 'src') } },
  server: {
    port: 5173,
    proxy: {
      '/api': toServer,
      '/files': toServer,
    },
  },
  build: {
    outDir: '../../dist/desk',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2023',
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: chunks(path.resolve(import.meta.dirname, 'src')) } } },
  },
});
