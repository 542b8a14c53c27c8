import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAttributes } from '~/shared/attributes';
import { channelName } from '~/shared/channel-names';
import { useInboxes } from '~/shared/channels';
import { useLanguage } from '~/shared/i18n';
import { orders, type People, type PeopleChange } from './asked';
import classes from './page.module.css';

const PAUSE_MS = 300;

interface PeopleFiltersProps {
  people: People;
  onChange: (change: PeopleChange) => void;
}

/** Channel, mark, a field of the company's own, time and order; what is empty is not asked for. */
export function PeopleFilters({ people, onChange }: PeopleFiltersProps) {
  const { t } = useTranslation('people');
  const language = useLanguage();
  const channels = [...new Set(useInboxes()?.map((inbox) => inbox.channel))];
  const fields = (useAttributes().data ?? []).filter((field) => !field.archived);
  const mark = people.blocked === 'true' ? 'blocked' : people.vip ? 'vip' : '';
  return (
    <div className={classes.filters} role="group" aria-label={t('filters')}>
      <NativeSelect aria-label={t('channel')} value={people.channel ?? ''} onChange={(event) => onChange({ channel: event.currentTarget.value })} data={[{ value: '', label: t('anyChannel') }, ...channels.map((one) => ({ value: one, label: channelName(one, language) }))]} />
      <NativeSelect
        aria-label={t('mark')}
        value={mark}
        onChange={({ currentTarget: { value } }) => onChange({ blocked: value === 'blocked' ? 'true' : '', vip: value === 'vip' ? 'true' : '' })}
        data={[
          { value: '', label: t('anyMark') },
          { value: 'vip', label: t('vip') },
          { value: 'blocked', label: t('blocked') },
        ]}
      />
      {fields.length > 0 ? (
        <NativeSelect aria-label={t('field')} value={people.attribute ?? ''} onChange={(event) => onChange({ attribute: event.currentTarget.value, value: '' })} data={[{ value: '', label: t('anyField') }, ...fields.map((field) => ({ value: field.key, label: field.name }))]} />
      ) : null}
      {people.attribute ? <Value key={people.attribute} value={people.value ?? ''} onValue={(value) => onChange({ value })} /> : null}
      <label className={classes.day}>
        {t('since')}
        <TextInput type="date" value={people.since ?? ''} max={people.until ?? ''} onChange={(event) => onChange({ since: event.currentTarget.value })} />
      </label>
      <label className={classes.day}>
        {t('until')}
        <TextInput type="date" value={people.until ?? ''} min={people.since ?? ''} onChange={(event) => onChange({ until: event.currentTarget.value })} />
      </label>
      <NativeSelect aria-label={t('sort')} value={people.sort ?? 'newest'} onChange={(event) => onChange({ sort: orders.find((one) => one === event.currentTarget.value) })} data={orders.map((order) => ({ value: order, label: t(`orders.${order}`) }))} />
    </div>
  );
}

function Value({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const { t } = useTranslation('people');
  const [text, setText] = useState(value);
  const later = useDebouncedCallback(onValue, PAUSE_MS);
  return (
    <TextInput
      aria-label={t('value')}
      placeholder={t('value')}
      maxLength={300}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}
