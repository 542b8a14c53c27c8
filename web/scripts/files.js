/** Lists the files of a folder, deep. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

export const dist = path.resolve(import.meta.dirname, '../dist');

/** @param {string} folder @returns {string[]} */
export function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
