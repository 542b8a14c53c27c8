import '@otklik/ui/forms';
import { Button, Select, TextInput } from '@mantine/core';
import { asProblem } from '@otklik/api';
import { EmptyState } from '@otklik/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText, tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { usePermission } from '~/shared/session';
import { ask, useStage, type Person } from './api';
import { Phone } from './phone';
import classes from './sandbox.module.css';

/** A telephone on which anyone plays the customer. */
export default function SandboxPage() {
  const { t } = useTranslation('sandbox');
  const client = useQueryClient();
  const manages = usePermission('inboxes.manage');
  const stage = useStage();
  const [chosen, setChosen] = useState<number | null>(null);
  const [name, setName] = useState('');
  const again = () => client.invalidateQueries({ queryKey: ['sandbox'] });
  const open = useMutation({ mutationFn: () => server.post('/sandbox'), onSuccess: again, onError: tellProblem });
  const add = useMutation({
    mutationFn: () => ask<Person>('POST', '/people', { name }),
    onSuccess: (person) => {
      setName('');
      setChosen(person.id);
      return again();
    },
    onError: tellProblem,
  });
  useEffect(() => {
    document.title = t('pageTitle');
  }, [t]);
  const people = stage.data?.people ?? [];
  const person = people.find((one) => one.id === chosen) ?? people[0];
  const missing = stage.isError && asProblem(stage.error).code === 'no_sandbox';
  return (
    <main className={classes.page} id="main" tabIndex={-1}>
      {missing ? <EmptyState drawing="talk" title={t('none')} hint={t(manages ? 'noneHint' : 'noneAsk')} action={manages ? <Button loading={open.isPending} onClick={() => open.mutate()}>{t('make')}</Button> : null} /> : null}
      {stage.isError && !missing ? <EmptyState drawing="plug" title={t('failed')} hint={problemText(stage.error)} action={<Button onClick={() => void stage.refetch()}>{t('again')}</Button>} /> : null}
      {stage.data ? (
        <>
          {person ? <div className={classes.bar}><Select label={t('who')} value={String(person.id)} data={people.map((one) => ({ value: String(one.id), label: one.name }))} onChange={(value) => value && setChosen(Number(value))} /></div> : null}
          <form
            className={classes.bar}
            onSubmit={(event) => {
              event.preventDefault();
              add.mutate();
            }}
          >
            <TextInput label={t(person ? 'newPerson' : 'firstPerson')} required withAsterisk={false} maxLength={64} value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Button type="submit" variant={person ? 'default' : 'filled'} loading={add.isPending}>
              {t('add')}
            </Button>
          </form>
          {person ? <Phone key={person.id} person={person} /> : null}
        </>
      ) : null}
    </main>
  );
}
