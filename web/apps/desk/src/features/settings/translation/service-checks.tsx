import { Section } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { Findings } from '../findings';
import type { ServiceCheck } from './wire';

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
          <Findings of={checks.map((check) => ({ ...check, words: say(check) }))} />
        </Section>
      ) : null}
    </div>
  );
}
