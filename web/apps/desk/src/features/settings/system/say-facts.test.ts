import { expect, test } from 'vitest';
import { sayFacts } from './say-facts';

test('sizes are said as sizes, counts as counts, and where the server stopped counting so do we', () => {
  expect(sayFacts({ bytes: 2_097_152, count: 12_000, version: '18.6', behind: 100_000 }, 'en')).toMatchObject({ count: '12,000', version: '18.6', behind: '99,999+' });
  expect(sayFacts({ bytes: 2_097_152 }, 'en')['bytes']).toMatch(/MB/);
  expect(sayFacts({ behind: 3 }, 'ru')['behind']).toBe('3');
});
