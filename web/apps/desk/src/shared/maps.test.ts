import { expect, test } from 'vitest';
import { addressOn, KNOWN, ownAddress, tileOf } from './maps';

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

test('the tile of a point is that of the usual numbering, the point inside it', () => {
  const { z, x, y, left, top } = tileOf(KREMLIN);
  expect([z, x, y]).toEqual([15, 19808, 10243]);
  expect(left >= 0 && left < 256 && top >= 0 && top < 256).toBe(true);
  expect(tileOf({ latitude: 0, longitude: 0 }, 1)).toEqual({ z: 1, x: 1, y: 1, left: 0, top: 0 });
  expect(tileOf({ latitude: 90, longitude: 179.9999 }, 2)).toMatchObject({ x: 3, y: 0 });
});
