/** Writes .br and .gz beside every text asset of dist, for the server to send as they are. */
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { dist, filesIn } from './files.js';

const text = /\.(js|css|svg|json|webmanifest)$/;

for (const file of filesIn(dist).filter((name) => text.test(name))) {
  const body = readFileSync(file);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } };
  writeFileSync(`${file}.br`, brotliCompressSync(body, quality));
  writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }));
}
