import type { CannedBrief } from '@otklik/api';
import { expect, it } from 'vitest';
import { groupCanned } from './groups';

const names = { favourites: 'Избранные', often: 'Частые', other: 'Без папки' };
const one = (id: number, part: Partial<CannedBrief>): CannedBrief => ({
  id, scope: 'all', team_id: null, team_name: null, folder: '', shortcut: '', title: String(id), excerpt: '', languages: ['ru'], files: 0, favourite: false, uses: 0, editable: true, ...part,
});

it('shows each once: favourites, the most used, then folders, those without one last', () => {
  const all = [one(1, { favourite: true, folder: 'Б' }), one(2, { uses: 3, folder: 'А' }), one(3, { folder: 'Б' }), one(4, {}), one(5, { folder: 'А' })];
  expect(groupCanned(all, false, names).map((group) => [group.name, group.items.map((item) => item.id)])).toEqual([
    ['Избранные', [1]],
    ['Частые', [2]],
    ['А', [5]],
    ['Б', [3]],
    ['Без папки', [4]],
  ]);
});

it('keeps the order of a search', () => {
  expect(groupCanned([one(2, {}), one(1, { favourite: true })], true, names)).toEqual([{ name: '', items: [one(2, {}), one(1, { favourite: true })] }]);
});
