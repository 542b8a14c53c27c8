import '@otklik/ui/forms';
import { Select, type ComboboxItem } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Contact } from '@otklik/api';
import { ChannelBadge } from '@otklik/ui';
import { IconMailPlus, IconMessagePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAddress } from '~/shared/letters/addresses';
import { usePersonName } from '~/shared/person-name';
import { isPhone, samePhone } from '~/shared/phones';
import { choosePerson, type Begun } from '~/shared/starting';
import { usePeopleFound } from './api';
import classes from './starting.module.css';

const TYPING_MS = 200;
const NEW = 'new:';

interface WhomProps {
  begun: Begun;
  error: string | undefined;
  /** Whether there is a mailbox through which a new address can be written to. */
  letters: boolean;
  /** Whether there is an inbox that writes to numbers. */
  lines: boolean;
}

/** Finds a customer by name, phone or address; an address or a number nobody has is written to as it stands. */
export function Whom({ begun, error, letters, lines }: WhomProps) {
  const { t } = useTranslation('composer');
  const nameOf = usePersonName();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), TYPING_MS);
  const found = usePeopleFound(q);
  const people = q ? (found.data ?? []) : [];
  const called = (one: Contact) => nameOf(one, one.identities[0]?.channel);
  const known = people.some((one) => one.email?.toLowerCase() === q.toLowerCase() || (isPhone(q) && samePhone(one.phone ?? '', q)) || one.identities.some((identity) => identity.external_id.toLowerCase() === q.toLowerCase()));
  const chosen = begun.contact ? { value: String(begun.contact.id), label: begun.contact.name } : begun.address ? { value: NEW + begun.address, label: begun.address } : null;
  const able = (letters && isAddress(q)) || (lines && isPhone(q));
  const fresh = able && !known ? [{ value: NEW + q, label: q }] : [];
  const options: ComboboxItem[] = [...people.map((one) => ({ value: String(one.id), label: called(one) })), ...fresh];
  const data = chosen && !options.some((one) => one.value === chosen.value) ? [chosen, ...options] : options;

  const choose = (value: string | null) => {
    if (value === null) choosePerson({});
    else if (value.startsWith(NEW)) choosePerson({ address: value.slice(NEW.length) });
    else choosePerson({ contact: { id: Number(value), name: data.find((one) => one.value === value)?.label ?? '' } });
  };
  return (
    <Select
      data-autofocus={!chosen || undefined}
      label={t('start.whom')}
      placeholder={t(letters ? 'start.whomHint' : lines ? 'start.whomPhone' : 'start.whomKnown')}
      searchable
      clearable
      maxLength={200}
      value={chosen?.value ?? null}
      data={data}
      filter={({ options: all }) => all}
      error={error}
      nothingFoundMessage={q && !found.isFetching ? t(letters && lines ? 'start.nobodyAny' : letters ? 'start.nobody' : lines ? 'start.nobodyPhone' : 'start.nobodyKnown') : null}
      onSearchChange={setTyped}
      onChange={choose}
      renderOption={({ option }) => <Option option={option} contact={people.find((one) => String(one.id) === option.value)} />}
    />
  );
}

function Option({ option, contact }: { option: ComboboxItem; contact: Contact | undefined }) {
  const { t } = useTranslation('composer');
  const fresh = option.value.startsWith(NEW);
  const Icon = isPhone(option.label) ? IconMessagePlus : IconMailPlus;
  const second = contact?.email ?? contact?.phone ?? contact?.company ?? '';
  return (
    <span className={classes.option}>
      {fresh ? <Icon size={16} stroke={1.7} aria-hidden="true" /> : null}
      <span className="truncate">{fresh ? t('start.newAddress', { address: option.label }) : option.label}</span>
      {second ? <span className={`${classes.second ?? ''} truncate`}>{second}</span> : null}
      <span className={classes.badges}>
        {[...new Set(contact?.identities.map((one) => one.channel))].map((channel) => (
          <ChannelBadge key={channel} channel={channel} size={15} />
        ))}
      </span>
    </span>
  );
}
