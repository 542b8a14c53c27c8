import { expect, test } from 'vitest';
import { programName } from './program-name';

test('a program is called as people call it', () => {
  expect(programName('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 YaBrowser/24.1 Safari/537.36')).toBe('Яндекс Браузер, Linux');
  expect(programName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1')).toBe('Safari, iOS');
  expect(programName('curl/8.5')).toBe('curl/8.5');
  expect(programName('')).toBe('');
});
