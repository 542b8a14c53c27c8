import { describe, expect, it } from 'vitest';
import { isSame, readDraft, startDraft } from './draft';

describe('the draft of a value', () => {
  it.each([
    ['number', 1250.5, '1250,5'],
    ['flag', false, 'no'],
    ['choices', null, []],
    ['text', 'v1.2', 'v1.2'],
    ['date', null, ''],
    ['number', 0, '0'],
  ] as const)('of %s %j is %j and back', (kind, value, draft) => {
    expect(startDraft(kind, value)).toEqual(draft);
    expect(readDraft(kind, draft as string)).toEqual({ value });
  });

  it('takes figures as people write them', () => {
    expect(readDraft('number', ' 1 250,50 ')).toEqual({ value: 1250.5 });
    expect(readDraft('number', '-3')).toEqual({ value: -3 });
    expect(readDraft('number', 'много').wrong).toBe('not_number');
    expect(readDraft('number', '1e999').wrong).toBe('not_number');
  });

  it('knows an unchanged value', () => {
    expect(isSame(['a', 'b'], ['a', 'b'])).toBe(true);
    expect(isSame(null, false)).toBe(false);
    expect(isSame(0, null)).toBe(false);
  });
});
