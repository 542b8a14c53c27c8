import { expect, test } from 'vitest';
import { releaseOf } from './release';

test.each([
  ['<script type="module" crossorigin src="/assets/runtime-A.js"></script><script type="module" crossorigin src="/assets/first-B1.js"></script>', '/assets/runtime-A.js /assets/first-B1.js'],
  ['<script type="module" src="/src/main.tsx"></script>', null],
  ['<h1>Отклик</h1>', null],
])('%s', (page, release) => {
  expect(releaseOf(page)).toBe(release);
});
