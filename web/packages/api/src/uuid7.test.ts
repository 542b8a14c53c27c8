import { expect, test } from 'vitest';
import { uuid7 } from './uuid7';

test('carries version, variant and the time, in order', () => {
  const early = uuid7(1_700_000_000_000);
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early < uuid7(1_700_000_000_001)).toBe(true);
});
