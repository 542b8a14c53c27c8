import { expect, test } from 'vitest';
import { finer } from './event-text';

test.each([
  [{ state: 'ringing' }, 'call_ringing'],
  [{ state: 'active', operator_name: 'Анна' }, 'call_active'],
  [{ state: 'ended', how: 'hung_up', by: 'visitor' }, 'call_by_visitor'],
  [{ state: 'ended', how: 'hung_up', by: 'operator' }, 'call_by_operator'],
  [{ state: 'ended', how: 'no_answer', by: '' }, 'call_no_answer'],
  [{ state: 'ended', how: 'lost', by: '' }, 'call_lost'],
])('the line of a call says how it stands: %o', (data, kind) => expect(finer('call', data)).toBe(kind));
