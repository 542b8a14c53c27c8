import { NumberInput, Select, TextInput } from '@mantine/core';
import type { Session } from '@otklik/api';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { server } from '~/shared/server';
import { timeZones } from '~/shared/time-zones';
import { useDeed, usePutWorkspace } from '../asking';
import classes from '../parts.module.css';
import { SaveRow } from '../save-row';
import { SettingNote } from '../setting-note';
import type { Workspace } from '../wire';

const names = ['name', 'locale', 'time_zone', 'reopen_minutes'] as const;

export function CompanyForm({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation('admin');
  const zones = useMemo(timeZones, []);
  const putWorkspace = usePutWorkspace();
  const [form, setForm] = useState<Workspace>(workspace);
  const change = (part: Partial<Workspace>) => setForm((before) => ({ ...before, ...part }));
  const changed = Object.fromEntries(names.filter((name) => form[name] !== workspace[name]).map((name) => [name, form[name]]));
  const touched = Object.keys(changed).length > 0;
  const save = useDeed({ quiet: true, stale: [['workspace']], run: () => server.patch<Session['workspace']>('/workspace', changed), onDone: putWorkspace });
  const errorOf = fieldErrors(save.error);
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <TextInput label={t('company.name')} description={t('company.nameHint')} required withAsterisk={false} maxLength={200} value={form.name} error={errorOf('name')} onChange={(event) => change({ name: event.currentTarget.value })} />
      <SettingNote of="name" />
      <Select
        label={t('company.language')}
        description={t('company.languageHint')}
        value={form.locale}
        data={[
          { value: 'ru', label: 'Русский' },
          { value: 'en', label: 'English' },
        ]}
        error={errorOf('locale')}
        onChange={(locale) => locale && change({ locale })}
      />
      <SettingNote of="locale" />
      <Select label={t('company.timeZone')} description={t('company.timeZoneHint')} searchable limit={100} nothingFoundMessage={t('company.noZone')} value={form.time_zone} data={zones} error={errorOf('time_zone')} onChange={(time_zone) => time_zone && change({ time_zone })} />
      <SettingNote of="time_zone" />
      <NumberInput label={t('company.reopen')} description={t('company.reopenHint')} min={0} max={525_600} allowDecimal={false} value={form.reopen_minutes} error={errorOf('reopen_minutes')} onChange={(value) => typeof value === 'number' && change({ reopen_minutes: value })} />
      <SettingNote of="reopen_minutes" />
      <SaveRow save={save} touched={touched} />
    </form>
  );
}
