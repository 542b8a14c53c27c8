import { Button, TextInput } from '@mantine/core';
import type { Channel } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import classes from '../parts.module.css';
import type { FullInbox, Report } from '../wire';
import { BesidePreview, useLookFaults } from './beside-preview';
import { ChannelFields } from './channel-fields';
import { CheckList } from './check-list';
import { defaultValues, filled } from './values';

interface NewInboxFormProps {
  channel: Channel;
  onMade: (inbox: FullInbox) => void;
}

export function NewInboxForm({ channel, onMade }: NewInboxFormProps) {
  const { t } = useTranslation('channels');
  const language = useLanguage();
  const sameKey = useIdempotency();
  const [name, setName] = useState(channelName(channel.slug, language));
  const [values, setValues] = useState(() => defaultValues(channel.fields));
  const test = useDeed({ quiet: true, stale: [], run: () => server.post<Report>('/inboxes/test', { channel: channel.slug, settings: filled(values) }) });
  const create = useDeed({
    quiet: true,
    stale: [keys.inboxes, keys.session],
    run: () => {
      const body = { channel: channel.slug, name, settings: filled(values) };
      return server.post<FullInbox>('/inboxes', body, sameKey(body));
    },
    onDone: onMade,
  });
  const refusal = create.error ?? test.error;
  const faults = useLookFaults(channel.slug, values);
  const refused = fieldErrors(refusal);
  const busy = test.isPending || create.isPending;
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        test.reset();
        create.mutate(undefined);
      }}
    >
      {channel.steps.length > 0 ? (
        <ol className={classes.steps} aria-label={t('steps')}>
          {channel.steps.map((step) => (
            <li key={step.en}>{step[language]}</li>
          ))}
        </ol>
      ) : null}
      <TextInput label={t('name')} description={t('nameHint')} required maxLength={100} value={name} error={fieldErrors(refusal)('name')} onChange={(event) => setName(event.currentTarget.value)} />
      <BesidePreview channel={channel.slug} values={values}>
        <ChannelFields fields={channel.fields} values={values} errorOf={(field) => faults.get(field) ?? refused(field)} onChange={(field, value) => setValues((before) => ({ ...before, [field]: value }))} />
      </BesidePreview>
      <CheckList checks={test.data?.checks} />
      <p className={classes.error} role="alert">
        {refusal && !isAboutFields(refusal) ? problemText(refusal) : null}
      </p>
      <div className={classes.row}>
        <Button type="submit" loading={create.isPending} disabled={faults.size > 0 || (busy && !create.isPending)}>
          {t('connect')}
        </Button>
        <Button
          variant="default"
          loading={test.isPending}
          disabled={busy && !test.isPending}
          onClick={() => {
            create.reset();
            test.mutate(undefined);
          }}
        >
          {t('test')}
        </Button>
      </div>
    </form>
  );
}
