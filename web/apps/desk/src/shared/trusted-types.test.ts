import { afterEach, expect, test, vi } from 'vitest';
import { permitStyleTextOnly } from './trusted-types';

afterEach(() => vi.unstubAllGlobals());

test('style text passes, markup does not', () => {
  const rules: { createHTML?: (text: string) => string } = {};
  vi.stubGlobal('window', { trustedTypes: { createPolicy: (_name: string, given: object) => Object.assign(rules, given) } });
  permitStyleTextOnly();
  expect(rules.createHTML?.('.a > .b { color: red }')).toBe('.a > .b { color: red }');
  expect(() => rules.createHTML?.('<img src=x onerror=alert(1)>')).toThrow('refused');
});

test('browsers without trusted types are left alone', () => {
  vi.stubGlobal('window', {});
  expect(permitStyleTextOnly).not.toThrow();
});
