import { expect, test } from 'vitest';
import { measurePeaks } from './peaks';

test('the loudest part is one, silence is nothing, and halves stay halves', () => {
  const sound = new Float32Array([0, 0, 0.5, -0.5, 0.25, 0.25]);
  expect(measurePeaks(sound, 3)).toEqual([0, 1, 0.5]);
});

test('silence divides by nothing', () => expect(measurePeaks(new Float32Array(8), 4)).toEqual([0, 0, 0, 0]));

test('a sound shorter than the bars still has as many of them', () => expect(measurePeaks(new Float32Array([1]), 4)).toHaveLength(4));
