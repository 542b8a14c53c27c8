import { Button, TextInput } from '@mantine/core';
import type { Topic } from '@otklik/api';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { NAME_MAX } from '~/shared/labels';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import classes from '../parts.module.css';

/** A new topic at the top of the tree, or below another. */
export function NewTopic({ parent, onDone }: { parent: number | null; onDone?: () => void }) {
  const { t } = useTranslation('admin');
  const sameKey = useIdempotency();
  const [name, setName] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // Opened by a button: what comes next is typing.
  useEffect(() => {
    if (parent !== null) field.current?.focus();
  }, [parent]);
  const body = { name, parent_id: parent };
  const create = useDeed({
    quiet: true,
    stale: [keys.topics],
    run: () => server.post<Topic>('/topics', body, sameKey(body)),
    onDone: () => {
      setName('');
      onDone?.();
    },
  });
  const error = create.isError ? (fieldErrors(create.error)('name') ?? problemText(create.error)) : undefined;
  return (
    <form
      className={classes.copy}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(undefined);
      }}
    >
      <TextInput ref={field} label={t('topics.name')} required withAsterisk={false} maxLength={NAME_MAX} value={name} error={error} onChange={(event) => setName(event.currentTarget.value)} />
      <Button type="submit" loading={create.isPending}>
        {t('topics.create')}
      </Button>
      {onDone ? (
        <Button variant="default" onClick={onDone}>
          {t('back')}
        </Button>
      ) : null}
    </form>
  );
}
