import { asProblem } from '@otklik/api';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

const known = new Set([
  'unreachable',
  'not_found',
  'conflict',
  'stale',
  'invalid',
  'forbidden',
  'rate_limited',
  'unavailable',
  'unauthorized',
  'file_too_large',
  'closed_channel',
  'template_not_found',
  'template_not_sendable',
  'no_templates',
]);

/** What went wrong, in the reader's language: our own words when the code is known, the server's otherwise. */
export function problemText(error: unknown): string {
  const problem = asProblem(error);
  const generic = problem.code === 'invalid' || problem.code === 'conflict' || problem.code === 'closed_channel';
  if (generic && problem.detail) return problem.detail;
  if (known.has(problem.code)) return i18next.t(`app:problem.${problem.code as 'invalid'}`);
  return problem.detail || i18next.t('app:problem.unavailable');
}

export function tellProblem(error: unknown): void {
  notifications.show({ color: 'red', message: problemText(error), role: 'alert' });
}
