import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import { Section } from '@otklik/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import parts from '../parts.module.css';
import classes from './sso.module.css';
import type { ProviderCheck } from './wire';

const signs = { ok: IconCircleCheck, warn: IconAlertTriangle, fail: IconCircleX, unknown: IconHelpCircle } as const;

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
          <ul className={classes.checks}>
            {checks.map((check) => {
              const Sign = signs[check.state];
              return (
                <li key={check.name}>
                  <Sign size={18} data-state={check.state} aria-hidden="true" />
                  <span>
                    <span className="visually-hidden">{t(`states.${check.state}`)}: </span>
                    {say(check)}
                    {check.detail && check.state !== 'ok' ? <span className={classes.detail}>{check.detail}</span> : null}
                  </span>
                </li>
              );
            })}
          </ul>
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
