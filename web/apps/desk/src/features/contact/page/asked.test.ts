import { describe, expect, test } from 'vitest';
import { exportAddress, isNarrowed, readPeople } from './asked';

describe('the address of the page of customers', () => {
  test('keeps what makes sense and drops the rest', () => {
    expect(readPeople({ q: ' анна ', sort: 'name', blocked: true, vip: 'false', since: '2026-11-01', until: 'yesterday', other: 1 })).toEqual({ q: 'анна', sort: 'name', blocked: 'true', since: '2026-11-01' });
    expect(readPeople({ sort: 'newest', value: 'Тверь', q: {} })).toEqual({});
    expect(readPeople({ attribute: 'city', value: 7 })).toEqual({ attribute: 'city', value: '7' });
    expect(readPeople({ q: 'я'.repeat(300) }).q).toHaveLength(200);
  });

  test('words and order are no filter', () => {
    expect(isNarrowed({ q: 'анна', sort: 'name' })).toBe(false);
    expect(isNarrowed({ vip: 'true' })).toBe(true);
  });

  test('the file is asked for with the same filter', () => {
    expect(exportAddress({ q: 'а&б', vip: 'true' }, 'ru')).toBe('/api/v1/contacts/export?q=%D0%B0%26%D0%B1&vip=true&lang=ru');
  });
});
