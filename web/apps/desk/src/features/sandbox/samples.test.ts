import { expect, test } from 'vitest';
import { soundVoice, VOICE_SECONDS } from './samples';

test('the sample voice is a wave file of the length it claims', async () => {
  const bytes = new DataView(await soundVoice().arrayBuffer());
  const words = (from: number) => String.fromCharCode(...[0, 1, 2, 3].map((index) => bytes.getUint8(from + index)));
  expect([words(0), words(8), words(36)]).toEqual(['RIFF', 'WAVE', 'data']);
  expect(bytes.getUint32(40, true) / bytes.getUint32(28, true)).toBe(VOICE_SECONDS);
});
