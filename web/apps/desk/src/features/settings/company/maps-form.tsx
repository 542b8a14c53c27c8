import { Button, MultiSelect, TextInput } from '@mantine/core';
import { Section } from '@otklik/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { KNOWN, useMaps, type Maps } from '~/shared/maps';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';

/** On which maps the company looks at places that customers send. */
export function MapsForm() {
  const { t } = useTranslation(['admin', 'conversation']);
  const maps = useMaps();
  return <Section title={t('admin:maps.title')}>{maps ? <Form key={JSON.stringify(maps)} maps={maps} /> : null}</Section>;
}

function Form({ maps }: { maps: Maps }) {
  const { t } = useTranslation(['admin', 'conversation']);
  const client = useQueryClient();
  const [form, setForm] = useState(maps);
  const save = useDeed({ quiet: true, stale: [], run: () => server.ask<Maps>('PUT', '/maps', { body: form }), onDone: (saved) => client.setQueryData(keys.maps, saved) });
  const errorOf = fieldErrors(save.error);
  const change = (part: Partial<Maps>) => setForm((known) => ({ ...known, ...part }));
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <MultiSelect label={t('admin:maps.known')} description={t('admin:maps.knownHint')} data={KNOWN.map((value) => ({ value, label: t(`conversation:maps.${value}`) }))} value={form.known} error={errorOf('known')} onChange={(known) => change({ known })} />
      <TextInput label={t('admin:maps.ownName')} maxLength={40} value={form.own_name} error={errorOf('own_name')} onChange={(event) => change({ own_name: event.currentTarget.value })} />
      <TextInput label={t('admin:maps.own')} description={t('admin:maps.ownHint')} placeholder="https://maps.example/?at={lat},{lon}" maxLength={500} value={form.own_pattern} error={errorOf('own_pattern')} onChange={(event) => change({ own_pattern: event.currentTarget.value })} />
      <TextInput label={t('admin:maps.tiles')} description={t('admin:maps.tilesHint')} placeholder="https://tiles.example/{z}/{x}/{y}.png" maxLength={500} value={form.tiles_pattern} error={errorOf('tiles_pattern')} onChange={(event) => change({ tiles_pattern: event.currentTarget.value })} />
      <TextInput label={t('admin:maps.credit')} description={t('admin:maps.creditHint')} maxLength={100} value={form.tiles_credit} error={errorOf('tiles_credit')} onChange={(event) => change({ tiles_credit: event.currentTarget.value })} />
      <p className={classes.error} role="alert">
        {save.isError && !isAboutFields(save.error) ? problemText(save.error) : null}
      </p>
      <div className={classes.row}>
        <Button type="submit" loading={save.isPending} disabled={JSON.stringify(form) === JSON.stringify(maps)}>
          {t('admin:maps.save')}
        </Button>
      </div>
    </form>
  );
}
