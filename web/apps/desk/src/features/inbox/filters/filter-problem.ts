import { asProblem } from '@otklik/api';
import i18next from 'i18next';

const known = new Set([
  'filter_no_value', 'filter_too_deep', 'filter_too_long', 'filter_too_many', 'filter_too_slow', 'filter_unclosed', 'filter_unexpected',
  'filter_unfinished', 'filter_unknown_field', 'filter_unknown_value', 'filter_wrong_operator', 'filter_wrong_time',
]);

/** What is wrong with the typed filter, in words that name its place; null when something else went wrong. */
export function filterProblem(error: unknown): string | null {
  const { code, body } = asProblem(error);
  if (!known.has(code)) return null;
  const word = typeof body['word'] === 'string' ? body['word'] : '';
  return i18next.t(`filters:problem.${code as 'filter_no_value'}`, { word });
}
