import { Button, TextInput } from '@mantine/core';
import { Avatar, Section } from '@otklik/ui';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { tellProblem } from '~/shared/problem-text';
import { ask, stageKey, usePlaying, type Person } from './api';
import classes from './sandbox.module.css';

interface CastProps {
  people: Person[];
  chosen: number | null;
  onChoose: (id: number) => void;
}

/** Whom one plays. */
export function Cast({ people, chosen, onChoose }: CastProps) {
  const { t } = useTranslation('sandbox');
  const [adding, setAdding] = useState(false);
  return (
    <Section title={t('who')}>
      {people.length > 0 ? (
        <ul className={classes.cast}>
          {people.map((one) => (
            <li key={one.id}>
              <button type="button" className={classes.member} aria-pressed={one.id === chosen} onClick={() => onChoose(one.id)}>
                <Avatar name={one.name} size={32} />
                <span className={classes.memberWords}>
                  <span className="truncate">{one.name}</span>
                  <span className={`${classes.quiet ?? ''} truncate`}>{one.username ? `@${one.username}` : one.phone || t('noUsername')}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {adding || people.length === 0 ? (
        <NewPerson
          first={people.length === 0}
          onCancel={() => setAdding(false)}
          onMade={(id) => {
            setAdding(false);
            onChoose(id);
          }}
        />
      ) : (
        <div>
          <Button variant="default" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />} onClick={() => setAdding(true)}>
            {t('newPerson')}
          </Button>
        </div>
      )}
    </Section>
  );
}

const nobody = { name: '', username: '', phone: '' };

function NewPerson({ first, onMade, onCancel }: { first: boolean; onMade: (id: number) => void; onCancel: () => void }) {
  const { t } = useTranslation('sandbox');
  const client = useQueryClient();
  const channel = usePlaying();
  const [form, setForm] = useState(nobody);
  const change = (part: Partial<typeof nobody>) => setForm((before) => ({ ...before, ...part }));
  const add = useMutation({
    mutationFn: () => ask<Person>('POST', `/${channel}/people`, { name: form.name, username: form.username.replace(/^@/, ''), phone: form.phone.replace(/[^+\d]/g, '') }),
    onSuccess: async (person) => {
      await client.invalidateQueries({ queryKey: stageKey(channel) });
      onMade(person.id);
    },
    onError: tellProblem,
  });
  const errorOf = fieldErrors(add.error);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput label={t('personName')} required withAsterisk={false} maxLength={64} placeholder={t('personNameExample')} value={form.name} error={errorOf('name')} onChange={(event) => change({ name: event.currentTarget.value })} />
      <div className={classes.pair}>
        <TextInput label={t('username')} maxLength={33} placeholder="@vera_m" value={form.username} error={errorOf('username')} onChange={(event) => change({ username: event.currentTarget.value })} />
        <TextInput label={t('phone')} type="tel" maxLength={24} placeholder="+7 916 123-45-67" value={form.phone} error={errorOf('phone')} onChange={(event) => change({ phone: event.currentTarget.value })} />
      </div>
      <div className={classes.row}>
        <Button type="submit" loading={add.isPending}>
          {t('add')}
        </Button>
        {first ? null : (
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
