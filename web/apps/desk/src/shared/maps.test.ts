import { expect, test } from 'vitest';
import { addressOn, KNOWN, ownAddress, tilesAround } from './maps';

const KREMLIN = { latitude: 55.752, longitude: 37.6175 };

test('every known map opens at the point', () => {
  for (const map of KNOWN) {
    const address = new URL(addressOn(map, KREMLIN)).href;
    expect(address).toContain('55.752');
    expect(address).toContain('37.6175');
  }
});

test('a pattern of the company gets the point in each place', () => {
  expect(ownAddress('https://maps.example/?c={lat},{lon}&m={lat}', KREMLIN)).toBe('https://maps.example/?c=55.752,37.6175&m=55.752');
});

test('tiles of the usual numbering cover the frame around the point', () => {
  const pieces = tilesAround(KREMLIN, 256, 140);
  expect(pieces.map(({ z, x, y }) => [z, x, y])).toContainEqual([15, 19808, 10243]);
  expect(pieces.length).toBeLessThanOrEqual(4);
  expect(pieces.some(({ left, top }) => left <= 128 && left + 256 > 128 && top <= 70 && top + 256 > 70)).toBe(true);
});

test('the world goes round, and ends at the poles', () => {
  const date = tilesAround({ latitude: 0, longitude: 180 }, 256, 140, 2);
  expect(new Set(date.map(({ x }) => x))).toEqual(new Set([3, 0]));
  for (const { y } of tilesAround({ latitude: 90, longitude: 0 }, 256, 140, 2)) expect(y).toBe(0);
});
