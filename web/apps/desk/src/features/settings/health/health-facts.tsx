import type { InboxHealth } from '@otklik/api';
import { count } from '@otklik/i18n';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { Moment } from '../moment';
import { percentOf, secondsOf } from './figures';
import classes from './health.module.css';

/** The figures of a channel, each with its name. */
export function HealthFacts({ health }: { health: InboxHealth }) {
  const { t } = useTranslation('health');
  const language = useLanguage();
  const seconds = (ms: number) => t('seconds', { value: secondsOf(ms, language) });
  const share = (refused: number, asked: number) => (asked === 0 ? t('noRequests') : t('share', { refused: count(refused, language), asked: count(asked, language), percent: percentOf(refused, asked, language) }));
  return (
    <dl className={classes.facts}>
      <Fact name={t('lastIn')}><Moment at={health.last_in_at} /></Fact>
      <Fact name={t('lastOut')}><Moment at={health.last_out_at} /></Fact>
      <Fact name={t('waiting')}>{health.waiting === 0 ? t('none') : <>{count(health.waiting, language)} · <Moment at={health.waiting_since} /></>}</Fact>
      <Fact name={t('unprocessed')} bad={health.unprocessed > 0}>{health.unprocessed === 0 ? t('none') : <>{count(health.unprocessed, language)} · <Moment at={health.unprocessed_since} /></>}</Fact>
      <Fact name={t('errorsHour')}>{share(health.refusals_hour, health.requests_hour)}</Fact>
      <Fact name={t('errorsDay')}>{share(health.refusals_day, health.requests_day)}</Fact>
      <Fact name={t('delay')}>{health.delay_ms === null || health.delay_max_ms === null ? t('noDelay') : t('delayValue', { mean: seconds(health.delay_ms), max: seconds(health.delay_max_ms) })}</Fact>
      <Fact name={t('expires')}>{health.expires_at === null ? t('noExpiry') : <Moment at={health.expires_at} />}</Fact>
      <Fact name={t('refusedCalls')}>{health.refused_calls === 0 ? t('none') : count(health.refused_calls, language)}</Fact>
    </dl>
  );
}

function Fact({ name, bad = false, children }: { name: string; bad?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-bad={bad}>{children}</dd>
    </div>
  );
}
