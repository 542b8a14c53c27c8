/** Fails when what a first visit downloads outgrows its budget, or when the build points at a foreign host. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { dist, filesIn } from './files.js';

/** Names of standards, examples beside fields and links that a person clicks; nothing here is ever fetched. */
const harmless = [
  'http://www.w3.org/',
  'https://react.dev/errors/',
  'https://yandex.ru/maps/',
  'https://www.openstreetmap.org/',
  'https://2gis.ru/geo/',
  'https://www.google.com/maps/',
  'https://maps.example/',
  'https://tiles.example/',
  'https://tanstack.com/',
  'https://www.i18next.com',
  'https://react.i18next.com/',
  'https://mantine.dev',
];
const KB = 1024;

/** @type {string[]} */
const problems = [];

/** @param {string} file */
const weight = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** Files that travel as one. @param {string[]} files */
const together = (files) => gzipSync(Buffer.concat(files.map((file) => readFileSync(file))), { level: 9 }).length;

/** @param {string} name @param {number} bytes @param {number} limit */
function hold(name, bytes, limit) {
  const line = `${name}: ${(bytes / KB).toFixed(1)} KB of ${(limit / KB).toFixed(1)}`;
  process.stdout.write(`${line}\n`);
  if (bytes > limit) problems.push(line);
}

/** What index.html asks for at once. @param {string} ext */
function initial(ext) {
  const html = readFileSync(path.join(dist, 'desk/index.html'), 'utf8');
  const names = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  return [...new Set(names)].filter((name) => name.endsWith(ext)).map((name) => path.join(dist, 'desk', name));
}

/** The window's entry with everything it imports at once; a piece that moves into a file of its own is still counted. */
function firstOpening() {
  /** @type {Record<string, { file: string, imports?: string[] }>} */
  const chunks = JSON.parse(readFileSync(path.join(dist, 'widget/manifest.json'), 'utf8'));
  const found = new Set();
  const add = (/** @type {string} */ name) => {
    const chunk = chunks[name];
    if (!chunk || found.has(chunk.file)) return;
    found.add(chunk.file);
    chunk.imports?.forEach(add);
  };
  add('src/main.tsx');
  return found;
}

/** @param {string[]} files */
const total = (files) => files.reduce((sum, file) => sum + weight(file), 0);

hold('desk, initial scripts', total(initial('.js')), 260 * KB);
hold('desk, initial styles', total(initial('.css')), 45 * KB);

const loader = path.join(dist, 'loader/loader.js');
const widget = path.join(dist, 'widget');
if (existsSync(loader)) {
  hold('loader', weight(loader), 2.5 * KB);
  hold('loader with greetings', together([path.join(dist, 'loader/greeter.js'), loader]), 5 * KB);
  const scripts = existsSync(widget) ? filesIn(widget).filter((file) => /\.(js|css)$/.test(file)) : [];
  const first = firstOpening();
  const isEntry = (/** @type {string} */ file) => first.has(path.relative(widget, file));
  hold('loader and widget, first opening', weight(loader) + total(scripts.filter(isEntry)), 15 * KB);
  for (const file of scripts.filter((name) => !isEntry(name))) hold(`widget, ${path.basename(file)}`, weight(file), 8 * KB);
}

for (const file of filesIn(dist).filter((name) => /\.(js|css|html)$/.test(name))) {
  for (const [url] of readFileSync(file, 'utf8').matchAll(/https?:\/\/[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s"'`)\\<>]*/gi)) {
    if (!harmless.some((start) => url.startsWith(start))) problems.push(`${path.relative(dist, file)} points at ${url}`);
  }
}

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(1);
}
