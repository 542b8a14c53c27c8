/** Generates packages/api/schema.d.ts from the server's description: npm run api -- openapi.json [target.d.ts] */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = process.argv[2];
if (!source) throw new Error('Give the path or address of openapi.json');
const url = /^https?:/.test(source) ? new URL(source) : pathToFileURL(path.resolve(source));
const target = path.resolve(process.argv[3] ?? path.join(import.meta.dirname, '../packages/api/schema.d.ts'));
writeFileSync(target, astToString(await openapiTS(url, { alphabetize: true })));
