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
import { NewReason } from './new-reason';
import { ReasonRow } from './reason-row';

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
  const known = useSession().workspace.away_minutes;
  const putWorkspace = usePutWorkspace();
  const [minutes, setMinutes] = useState(known);
  const save = useDeed({ quiet: true, stale: [['workspace']], run: () => server.patch<Session['workspace']>('/workspace', { away_minutes: minutes }), onDone: putWorkspace });
  const error = save.isError ? (fieldErrors(save.error)('away_minutes') ?? problemText(save.error)) : undefined;
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <NumberInput label={t('presence.away')} description={t('presence.awayHint')} min={0} max={LONGEST_SILENCE} allowDecimal={false} value={minutes} error={error} onChange={(value) => typeof value === 'number' && setMinutes(value)} />
      <div className={classes.row}>
        <Button type="submit" disabled={minutes === known} loading={save.isPending}>
          {t('save')}
        </Button>
        <span className={classes.quiet} role="status">
          {save.isSuccess && minutes === known ? t('saved') : null}
        </span>
      </div>
    </form>
  );
}
