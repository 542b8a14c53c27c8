/** Builds the service worker beside the desk: one file under the root, whose name never changes; it knows the files of its release. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'vite';

export function serviceWorker(entry: string): Plugin {
  let outDir = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: (config) => {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      await build({
        configFile: false,
        publicDir: false,
        define: { RELEASE_FILES: JSON.stringify(scriptsAndStyles(path.join(outDir, 'assets'))) },
        logLevel: 'warn',
        build: {
          outDir,
          emptyOutDir: false,
          target: 'es2023',
          reportCompressedSize: false,
          rolldownOptions: { input: entry, output: { entryFileNames: 'sw.js', format: 'iife', codeSplitting: false } },
        },
      });
    },
  };
}

function scriptsAndStyles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.(js|css)$/.test(name))
    .sort()
    .map((name) => `/assets/${name}`);
}
