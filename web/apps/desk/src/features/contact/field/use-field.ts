import { asProblem, type AttributeKind, type Contact } from '@otklik/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { isSame, readDraft, startDraft, type Draft, type Value } from './draft';

export interface FieldPlace {
  contact: number;
  /** `phone`, or `attributes.` and the key of a field of the company's own. */
  path: string;
  kind: AttributeKind;
  value: Value;
}

interface Editing {
  draft: Draft;
  /** What stood there when the editing began. */
  seen: Value;
}

interface Conflict {
  mine: Value;
  theirs: Value;
}

/** One value of a customer being edited: nothing typed is lost, whatever the server or a colleague says. */
export function useField({ contact, path, kind, value }: FieldPlace) {
  const { t } = useTranslation('contact');
  const client = useQueryClient();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [local, setLocal] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: ({ next, seen }: { next: Value; seen: Value }) => server.patch<Contact>(`/contacts/${contact}`, { ...at(path, next), seen: { [path]: seen } }),
    onSuccess: (changed) => {
      client.setQueryData<Contact>(keys.contact(contact), (known) => (known && known.version > changed.version ? known : changed));
      setEditing(null);
      setConflict(null);
    },
    onError: (error, { next }) => {
      const problem = asProblem(error);
      if (problem.code !== 'value_moved_on') return;
      const current = (problem.body['current'] ?? {}) as Record<string, Value>;
      setConflict({ mine: next, theirs: current[path] ?? null });
      void client.invalidateQueries({ queryKey: keys.contact(contact), exact: true });
    },
  });
  const giveUp = () => {
    setEditing(null);
    setConflict(null);
    setLocal(null);
    save.reset();
  };
  return {
    draft: editing?.draft ?? null,
    conflict,
    saving: save.isPending,
    error: local ?? (save.isError && !conflict ? (fieldErrors(save.error)(path) ?? problemText(save.error)) : null),
    begin: () => setEditing({ draft: startDraft(kind, value), seen: value }),
    type: (draft: Draft) => {
      setLocal(null);
      setEditing((now) => now && { ...now, draft });
    },
    giveUp,
    /** Saves what stands in the control, or what is given: a list is left with its choice made. */
    finish: (given?: Draft) => {
      if (!editing || save.isPending || conflict) return;
      const meant = readDraft(kind, given ?? editing.draft);
      if (meant.wrong) setLocal(t(`wrong.${meant.wrong}`));
      else if (isSame(meant.value, editing.seen) || (path === 'name' && meant.value === null)) giveUp();
      else save.mutate({ next: meant.value, seen: editing.seen });
    },
    keepMine: () => conflict && save.mutate({ next: conflict.mine, seen: conflict.theirs }),
  };
}

function at(path: string, value: Value): Record<string, unknown> {
  const key = path.replace(/^attributes\./, '');
  return key === path ? { [path]: path === 'name' ? (value ?? '') : value } : { attributes: { [key]: value } };
}
