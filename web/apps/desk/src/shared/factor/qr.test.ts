import { expect, test } from 'vitest';
import { drawQr } from './qr';

const shown = (grid: boolean[][] | null) => grid?.map((row) => row.map((dark) => (dark ? '#' : '.')).join(''));

/** Drawn by another encoder, with the same mask. */
const HELLO = [
  '#######.##.#..#######',
  '#.....#..#.#..#.....#',
  '#.###.#.#.###.#.###.#',
  '#.###.#.#.##..#.###.#',
  '#.###.#.##.##.#.###.#',
  '#.....#..#....#.....#',
  '#######.#.#.#.#######',
  '.....................',
  '####..#.#.##.#..###.#',
  '##..#...###..#.######',
  '###.#.#..#...###.#.##',
  '..###..#..#......#..#',
  '.#.#..#.#..#.##.#..##',
  '........#.###...###..',
  '#######..#.#.#..###..',
  '#.....#.....##..####.',
  '#.###.#..#.#....###.#',
  '#.###.#.#.####...##..',
  '#.###.#.#..###....#..',
  '#.....#.#....###....#',
  '#######.#######...#..',
];

test('a code is drawn as other encoders draw it', () => {
  expect(shown(drawQr('otklik.example/17', 3))).toEqual(HELLO);
});

test('a longer text takes a larger code, and one that fits none is refused', () => {
  expect(drawQr('a'.repeat(17))).toHaveLength(21);
  expect(drawQr('a'.repeat(18))).toHaveLength(25);
  expect(drawQr('a'.repeat(150))).toHaveLength(45);
  expect(drawQr('a'.repeat(520))).toHaveLength(77);
  expect(drawQr('a'.repeat(521))).toBeNull();
});
