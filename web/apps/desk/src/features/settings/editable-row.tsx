/** A line of a list under settings: changed in place, deleted after a question. */
import { Button, TextInput } from '@mantine/core';
import { ConfirmDialog } from '@otklik/ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed } from './asking';
import classes from './parts.module.css';

/** The part of the dictionary that names the verbs of the line. */
type Words = 'tags' | 'reasons' | 'teams';

interface EditableRowProps {
  words: Words;
  name: string;
  path: string;
  /** The lists that are read again after the deletion. */
  stale: (readonly unknown[])[];
  form: (onDone: () => void) => ReactNode;
  /** Verbs before the two that every line has. */
  verbs?: ReactNode;
  children: ReactNode;
}

export function EditableRow({ words, name, path, stale, form, verbs, children }: EditableRowProps) {
  const { t } = useTranslation('admin');
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const remove = useDeed({ stale, run: () => server.delete(path), onDone: () => setAsked(false) });
  if (open) return <li>{form(() => setOpen(false))}</li>;
  return (
    <li className={classes.spread}>
      {children}
      <span className={classes.row}>
        {verbs}
        <Button variant="default" aria-label={t(`${words}.changeOf`, { name })} onClick={() => setOpen(true)}>
          {t('change')}
        </Button>
        <Button variant="default" aria-label={t(`${words}.deleteOf`, { name })} onClick={() => setAsked(true)}>
          {t(`${words}.delete`)}
        </Button>
      </span>
      <ConfirmDialog opened={asked} title={t(`${words}.deleteTitle`, { name })} confirm={t(`${words}.delete`)} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(undefined)} onClose={() => setAsked(false)}>
        {t(`${words}.deleteText`)}
      </ConfirmDialog>
    </li>
  );
}

interface RowFormProps<Output> {
  label: string;
  maxLength: number;
  first: string;
  save: (name: string) => Promise<Output>;
  stale: (readonly unknown[])[];
  onDone: () => void;
  /** What is changed beside the name. */
  children?: ReactNode;
}

export function RowForm<Output>({ label, maxLength, first, save, stale, onDone, children }: RowFormProps<Output>) {
  const { t } = useTranslation('admin');
  const [name, setName] = useState(first);
  const saving = useDeed({ quiet: true, stale, run: () => save(name), onDone });
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(undefined);
      }}
    >
      <TextInput label={label} required maxLength={maxLength} value={name} error={saving.isError ? (fieldErrors(saving.error)('name') ?? problemText(saving.error)) : undefined} onChange={(event) => setName(event.currentTarget.value)} />
      {children}
      <div className={classes.row}>
        <Button type="submit" loading={saving.isPending}>
          {t('save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('back')}
        </Button>
      </div>
    </form>
  );
}
