import { Section } from '@otklik/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Findings } from '../findings';
import parts from '../parts.module.css';
import type { ProviderCheck } from './wire';

/** What trying the provider found, and what to do; spoken when it comes. */
export function ProviderChecks({ checks }: { checks: ProviderCheck[] | null }) {
  const { t, i18n } = useTranslation('sso');
  const say = ({ name, state, detail }: ProviderCheck) => {
    const key = `checks.${name}.${state}`;
    return i18n.exists(`sso:${key}`) ? t(key as 'checks.keys.ok') : detail || name;
  };
  return (
    <div aria-live="polite">
      {checks ? (
        <Section title={t('tested')}>
          <Findings of={checks.map((check) => ({ ...check, words: say(check), detail: check.state === 'ok' ? null : check.detail }))} />
          {checks.every((check) => check.state !== 'fail') ? (
            <p className={parts.quiet} style={{ margin: 0 }}>
              <Link className={parts.way} to="/settings/$section" params={{ section: 'account' }}>
                {t('tryIt')}
              </Link>
            </p>
          ) : null}
        </Section>
      ) : null}
    </div>
  );
}
