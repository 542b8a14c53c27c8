import { Button, NumberInput } from '@mantine/core';
import type { Session } from '@otklik/api';
import { EmptyState, PageHeader, Section } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBreakReasons } from '~/shared/break-reasons';
import { fieldErrors } from '~/shared/field-errors';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { useDeed, usePutWorkspace } from '../asking';
import classes from '../parts.module.css';
import { SettingNote } from '../setting-note';
import { NewReason } from './new-reason';
import { ReasonRow } from './reason-row';

const MOST_MISSED = 20;
const LONGEST_SILENCE = 480;

export default function PresencePage() {
  const { t } = useTranslation('admin');
  const reasons = useBreakReasons();
  return (
    <>
      <PageHeader title={t('presence.title')} hint={t('presence.hint')} />
      <Section title={t('presence.awaySection')}>
        <AwayForm />
      </Section>
      <Section title={t('presence.reasons')} hint={t('presence.reasonsHint')}>
        <div className={classes.stack}>
          {reasons === undefined ? null : reasons.length > 0 ? (
            <ul className={classes.list} aria-label={t('presence.reasons')}>
              {reasons.map((reason, place) => (
                <ReasonRow key={`${reason.id} ${reason.name} ${reason.minutes ?? ''}`} reason={reason} first={place === 0} last={place === reasons.length - 1} place={place + 1} />
              ))}
            </ul>
          ) : (
            <EmptyState drawing="talk" title={t('presence.empty')} hint={t('presence.emptyHint')} />
          )}
          <NewReason />
        </div>
      </Section>
    </>
  );
}

function AwayForm() {
  const { t } = useTranslation('admin');
  const { away_minutes: known, missed_offers: allowed } = useSession().workspace;
  const putWorkspace = usePutWorkspace();
  const [minutes, setMinutes] = useState(known);
  const [missed, setMissed] = useState(allowed);
  const save = useDeed({ quiet: true, stale: [['workspace']], run: () => server.patch<Session['workspace']>('/workspace', { away_minutes: minutes, missed_offers: missed }), onDone: putWorkspace });
  const errorOf = save.isError ? fieldErrors(save.error) : undefined;
  const missedError = errorOf?.('missed_offers');
  const error = save.isError ? (errorOf?.('away_minutes') ?? (missedError ? undefined : problemText(save.error))) : undefined;
  const same = minutes === known && missed === allowed;
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <NumberInput label={t('presence.away')} description={t('presence.awayHint')} min={0} max={LONGEST_SILENCE} allowDecimal={false} value={minutes} error={error} onChange={(value) => typeof value === 'number' && setMinutes(value)} />
      <SettingNote of="away_minutes" />
      <NumberInput label={t('presence.missed')} description={t('presence.missedHint')} min={0} max={MOST_MISSED} allowDecimal={false} value={missed} error={missedError} onChange={(value) => typeof value === 'number' && setMissed(value)} />
      <SettingNote of="missed_offers" />
      <div className={classes.row}>
        <Button type="submit" disabled={same} loading={save.isPending}>
          {t('save')}
        </Button>
        <span className={classes.quiet} role="status">
          {save.isSuccess && same ? t('saved') : null}
        </span>
      </div>
    </form>
  );
}
