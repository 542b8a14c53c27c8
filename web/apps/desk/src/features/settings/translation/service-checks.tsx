import { Section } from '@otklik/ui';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '../parts.module.css';
import type { ServiceCheck } from './wire';

const signs = { ok: IconCircleCheck, warn: IconAlertTriangle, fail: IconCircleX, unknown: IconHelpCircle } as const;
const tones = { ok: classes.good, warn: classes.doubtful, fail: classes.bad, unknown: classes.quiet };

/** What trying the service found, line by line; spoken when it comes. */
export function ServiceChecks({ checks }: { checks: ServiceCheck[] | null }) {
  const { t, i18n } = useTranslation('translation');
  const say = ({ name, state, code }: ServiceCheck) => {
    const words = t(`checks.${name}.${state}` as 'checks.address.ok');
    const why = `trouble.${code}`;
    return code && i18n.exists(`translation:${why}`) ? `${words} ${t(why as 'trouble.translation_key')}` : words;
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
                  <Sign size={18} className={tones[check.state]} aria-hidden="true" />
                  <span>
                    <span className="visually-hidden">{t(`states.${check.state}`)}: </span>
                    {say(check)}
                    {check.detail ? <div className={`${classes.quiet} ${classes.mono}`}>{check.detail}</div> : null}
                  </span>
                </li>
              );
            })}
          </ul>
        </Section>
      ) : null}
    </div>
  );
}
