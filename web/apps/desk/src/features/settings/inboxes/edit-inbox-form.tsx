import { Select, TextInput } from '@mantine/core';
import type { Channel } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeams } from '~/shared/colleagues';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import { SaveRow } from '../save-row';
import type { FullInbox } from '../wire';
import { BesidePreview, useLookFaults } from './beside-preview';
import { ChannelFields } from './channel-fields';
import { changed, storedValues } from './values';

interface EditInboxFormProps {
  channel: Channel;
  inbox: FullInbox;
  onSaved: (inbox: FullInbox) => void;
}

export function EditInboxForm({ channel, inbox, onSaved }: EditInboxFormProps) {
  const { t } = useTranslation('channels');
  const teams = useTeams();
  const before = storedValues(channel.fields, inbox.settings);
  const [name, setName] = useState(inbox.name);
  const [team, setTeam] = useState(inbox.team_id);
  const [values, setValues] = useState(before);
  const settings = changed(channel.fields, before, values);
  const touched = name !== inbox.name || team !== inbox.team_id || Object.keys(settings).length > 0;
  const save = useDeed({
    quiet: true,
    stale: [keys.inboxes],
    run: () => server.patch<FullInbox>(`/inboxes/${inbox.id}`, { name, team_id: team, ...(Object.keys(settings).length > 0 && { settings }) }),
    onDone: (saved) => {
      setValues(storedValues(channel.fields, saved.settings));
      onSaved(saved);
    },
  });
  const faults = useLookFaults(inbox.channel, values);
  const refused = fieldErrors(save.error);
  const errorOf = (field: string) => faults.get(field) ?? refused(field);
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <TextInput label={t('name')} description={t('nameHint')} required maxLength={100} value={name} error={errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} />
      {teams.length > 0 ? (
        <Select label={t('team')} description={t('teamHint')} clearable placeholder={t('noTeam')} value={team === null ? null : String(team)} data={teams.map(({ id, name: label }) => ({ value: String(id), label }))} error={errorOf('team_id')} onChange={(value) => setTeam(value === null ? null : Number(value))} />
      ) : null}
      <BesidePreview channel={inbox.channel} values={values} inboxId={inbox.id}>
        <ChannelFields fields={channel.fields} values={values} stored={inbox.settings} errorOf={errorOf} onChange={(field, value) => setValues((known) => ({ ...known, [field]: value }))} />
      </BesidePreview>
      <SaveRow save={save} touched={touched} wrong={faults.size > 0} />
    </form>
  );
}
