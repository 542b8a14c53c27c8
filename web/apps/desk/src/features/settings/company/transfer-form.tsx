import { NumberInput, Switch } from '@mantine/core';
import type { Session } from '@otklik/api';
import { Section } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { server } from '~/shared/server';
import { useDeed, usePutWorkspace } from '../asking';
import classes from '../parts.module.css';
import { SaveRow } from '../save-row';
import { SettingNote } from '../setting-note';
import type { Workspace } from '../wire';

const SHORTEST = 10;
const LONGEST = 600;

/** What a transfer to a colleague needs. */
export function TransferForm({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation('admin');
  const putWorkspace = usePutWorkspace();
  const [note, setNote] = useState(workspace.transfer_note_required);
  const [seconds, setSeconds] = useState(workspace.transfer_accept_seconds);
  const touched = note !== workspace.transfer_note_required || seconds !== workspace.transfer_accept_seconds;
  const save = useDeed({
    quiet: true,
    stale: [['workspace']],
    run: () => server.patch<Session['workspace']>('/workspace', { transfer_note_required: note, transfer_accept_seconds: seconds }),
    onDone: putWorkspace,
  });
  return (
    <Section title={t('transfers.title')}>
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Switch label={t('transfers.note')} description={t('transfers.noteHint')} checked={note} onChange={(event) => setNote(event.currentTarget.checked)} />
        <SettingNote of="transfer_note_required" />
        <NumberInput
          label={t('transfers.seconds')}
          description={t('transfers.secondsHint')}
          min={SHORTEST}
          max={LONGEST}
          allowDecimal={false}
          value={seconds}
          error={fieldErrors(save.error)('transfer_accept_seconds')}
          onChange={(value) => typeof value === 'number' && setSeconds(value)}
        />
        <SettingNote of="transfer_accept_seconds" />
        <SaveRow save={save} touched={touched} />
      </form>
    </Section>
  );
}
