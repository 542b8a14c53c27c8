import { expect, test } from 'vitest';
import { measureSms } from './sms';
import vectors from './sms.vectors.json';

test.each(vectors)('$units units in $alphabet are $parts parts', ({ text, ...size }) => {
  expect(measureSms(text)).toEqual(size);
});
