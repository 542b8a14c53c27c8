import { Button } from '@mantine/core';
import type { ContactNote } from '@otklik/api';
import { dateTimeLabel } from '@otklik/i18n';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { usePermission, useSession } from '~/shared/session';
import { tellUndoable } from '~/shared/undo-notice';
import { useNoteDeeds, useNotes } from './api-card';
import classes from './contact.module.css';

/** What colleagues should know of this person; the customer never sees it. */
export function Notes({ contact }: { contact: number }) {
  const { t } = useTranslation('contact');
  const notes = useNotes(contact);
  const { write } = useNoteDeeds(contact);
  const mayEdit = usePermission('contacts.edit');
  const [made, setMade] = useState(0);
  const all = notes.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {mayEdit ? <NoteForm key={made} start="" label={t('notes.text')} action={t('notes.write')} busy={write.isPending} onSave={(text) => write.mutate(text, { onSuccess: () => setMade((number) => number + 1) })} /> : null}
      <ul className={classes.list}>
        {all.map((note) => (
          <OneNote key={note.id} contact={contact} note={note} />
        ))}
      </ul>
      {notes.hasNextPage ? (
        <Button size="compact-sm" variant="subtle" loading={notes.isFetchingNextPage} onClick={() => void notes.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </>
  );
}

function OneNote({ contact, note }: { contact: number; note: ContactNote }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const own = useSession().operator.id === note.author_id;
  const { change, remove, restore } = useNoteDeeds(contact);
  const [editing, setEditing] = useState(false);
  const drop = () => remove.mutate(note.id, { onSuccess: () => tellUndoable(t('notes.deleted'), t('notes.restore'), () => restore.mutate(note.id)) });
  return (
    <li className={classes.note}>
      {editing ? (
        <NoteForm start={note.text} label={t('notes.text')} action={t('notes.save')} busy={change.isPending} onSave={(text) => change.mutate({ id: note.id, text }, { onSuccess: () => setEditing(false) })} onBack={() => setEditing(false)} />
      ) : (
        <p dir="auto">{note.text}</p>
      )}
      <span className={classes.minor}>
        {[note.author_name, dateTimeLabel(new Date(note.created_at), new Date(), language), note.edited_at ? t('notes.edited') : ''].filter(Boolean).join(' · ')}
      </span>
      {own && !editing ? (
        <span className={classes.noteDeeds}>
          <Button size="compact-sm" variant="subtle" onClick={() => setEditing(true)}>
            {t('notes.change')}
          </Button>
          <Button size="compact-sm" variant="subtle" loading={remove.isPending} onClick={drop}>
            {t('notes.delete')}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

interface NoteFormProps {
  start: string;
  label: string;
  action: string;
  busy: boolean;
  onSave: (text: string) => void;
  onBack?: () => void;
}

function NoteForm({ start, label, action, busy, onSave, onBack }: NoteFormProps) {
  const { t } = useTranslation('contact');
  const [text, setText] = useState(start);
  const save = () => {
    if (text.trim() && !busy) onSave(text);
  };
  return (
    <div className={classes.noteForm}>
      <textarea
        className={classes.input}
        rows={2}
        maxLength={5000}
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          if (event.key === 'Escape' && onBack) {
            event.stopPropagation();
            onBack();
          }
        }}
      />
      {text.trim() ? (
        <span>
          <Button size="compact-sm" loading={busy} onClick={save}>
            {action}
          </Button>
          {onBack ? (
            <Button size="compact-sm" variant="subtle" onClick={onBack}>
              {t('cancel')}
            </Button>
          ) : null}
        </span>
      ) : null}
    </div>
  );
}
