import type { MacroVerb } from '@otklik/api';
import { expect, test } from 'vitest';
import { freshAction, isComplete, mayAdd, VERBS } from './actions';

test('what excludes another action is not offered beside it', () => {
  const offered = (verb: MacroVerb) => VERBS.filter((one) => mayAdd(one, [freshAction(verb)]));
  expect(offered('snooze')).not.toContain('resolve');
  expect(offered('reply')).not.toContain('canned');
  expect(offered('assign')).not.toContain('assign');
  expect(offered('tag_add')).toContain('tag_add');
});

test('an action is complete when it has what it needs', () => {
  expect(isComplete(freshAction('assign'))).toBe(true);
  expect(isComplete(freshAction('snooze'))).toBe(true);
  expect(isComplete(freshAction('resolve'))).toBe(true);
  expect(isComplete({ verb: 'note', text: '  ' })).toBe(false);
  expect(isComplete(freshAction('tag_add'))).toBe(false);
  expect(isComplete({ verb: 'team', team_id: null })).toBe(true);
  expect(isComplete(freshAction('team'))).toBe(false);
});
