import type { SavedView } from '@otklik/api';
import { expect, test } from 'vitest';
import { shownGroup, withLook } from './look';

const view = { id: 7, group: 'team' } as SavedView;

test('the address goes before the saved view, and may say no groups at all', () => {
  expect(shownGroup({ view: 'saved:7' }, [view])).toBe('team');
  expect(shownGroup({ view: 'saved:7', group: 'none' }, [view])).toBeNull();
  expect(shownGroup({ view: 'saved:7', group: 'status' }, [view])).toBe('status');
  expect(shownGroup({ view: 'saved:7' }, undefined)).toBeNull();
  expect(shownGroup({ view: 'open' }, [view])).toBeNull();
});

test('a list that looks as usual is not kept', () => {
  const some = withLook({}, 'open', { group: 'team' });
  expect(some).toEqual({ open: { group: 'team', columns: null } });
  expect(withLook(some, 'open', { columns: ['tags'] })).toEqual({ open: { group: 'team', columns: ['tags'] } });
  expect(withLook(some, 'open', { group: null })).toEqual({});
});
