import { useLanguage } from '~/shared/i18n';
import { Findings, type Finding } from '../findings';
import type { Check } from '../wire';

/** What was tried with the provider, step by step; spoken when it comes. */
export function CheckList({ checks }: { checks: Check[] | null | undefined }) {
  const language = useLanguage();
  const found = (check: Check): Finding => ({ name: check.name, state: judge(check), words: check.detail[language] });
  return <div aria-live="polite">{checks && checks.length > 0 ? <Findings of={checks.map(found)} /> : null}</div>;
}

function judge({ ok, doubt }: Check): Finding['state'] {
  if (!ok) return 'fail';
  return doubt === 'warn' || doubt === 'unknown' ? doubt : 'ok';
}
