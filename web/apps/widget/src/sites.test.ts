import { expect, test } from 'vitest';
import { matches } from './sites';

const sites = ['https://shop.example', 'https://*.kiosk.example'];

test.each([
  ['https://shop.example', true],
  ['https://a.kiosk.example', true],
  ['https://a.b.kiosk.example', true],
  ['https://kiosk.example', false],
  ['https://.kiosk.example', false],
  ['https://evilkiosk.example', false],
  ['https://shop.example.evil.test', false],
  ['http://shop.example', false],
  ['null', false],
  ['', false],
])('%s may order the frame: %s', (origin, verdict) => {
  expect(matches(sites, origin)).toBe(verdict);
  expect(matches([''], origin)).toBe(false);
});
