import type { CannedBrief } from '@otklik/api';

export interface CannedGroup {
  name: string;
  items: CannedBrief[];
}

const OFTEN = 5;

/** What was found stays in the order of the search; without words, favourites and the most used come before the folders. */
export function groupCanned(all: readonly CannedBrief[], searched: boolean, names: { favourites: string; often: string; other: string }): CannedGroup[] {
  if (searched) return [{ name: '', items: [...all] }];
  const favourites = all.filter((one) => one.favourite);
  const often = all.filter((one) => !one.favourite && one.uses > 0).slice(0, OFTEN);
  const rest = all.filter((one) => !favourites.includes(one) && !often.includes(one));
  const folders = [...new Set(rest.map((one) => one.folder))].sort((left, right) => Number(left === '') - Number(right === '') || left.localeCompare(right));
  const byFolder = folders.map((folder) => ({ name: folder || names.other, items: rest.filter((one) => one.folder === folder) }));
  return [{ name: names.favourites, items: favourites }, { name: names.often, items: often }, ...byFolder].filter((group) => group.items.length > 0);
}
