import { expect, test } from 'vitest';
import { foldedHeight } from './mail-height';

test.each([
  ['', 96],
  ['Добрый день!\n\nСпасибо', 119],
  ['а'.repeat(112), 98],
  ['строка\n'.repeat(200), 460],
])('%# stands in a frame of its size', (text, height) => expect(foldedHeight(text)).toBe(height));
