import { expect, test } from 'vitest';
import { scriptOf } from './new-version';

test.each([
  ['<script type="module" crossorigin src="/assets/index-B1.js"></script>', '/assets/index-B1.js'],
  ['<script type="module" src="/src/main.tsx"></script>', null],
  ['<h1>Отклик</h1>', null],
])('%s', (page, script) => {
  expect(scriptOf(page)).toBe(script);
});
