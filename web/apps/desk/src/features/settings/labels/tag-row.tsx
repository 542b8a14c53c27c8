import { Button, TextInput } from '@mantine/core';
import type { Tag } from '@otklik/api';
import { ConfirmDialog } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { NAME_MAX } from '~/shared/labels';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { TagChip } from '~/shared/tag-chip';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import { ToneChoice } from './tone-choice';

export function TagRow({ tag }: { tag: Tag }) {
  const { t } = useTranslation('admin');
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const remove = useDeed({ stale: [keys.tags], run: () => server.delete(`/tags/${tag.id}`), onDone: () => setAsked(false) });
  if (open) return <TagForm tag={tag} onDone={() => setOpen(false)} />;
  return (
    <li className={classes.spread}>
      <TagChip tag={tag} />
      <span className={classes.row}>
        <Button variant="default" aria-label={t('tags.changeOf', { name: tag.name })} onClick={() => setOpen(true)}>
          {t('change')}
        </Button>
        <Button variant="default" aria-label={t('tags.deleteOf', { name: tag.name })} onClick={() => setAsked(true)}>
          {t('tags.delete')}
        </Button>
      </span>
      <ConfirmDialog opened={asked} title={t('tags.deleteTitle', { name: tag.name })} confirm={t('tags.delete')} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(undefined)} onClose={() => setAsked(false)}>
        {t('tags.deleteText')}
      </ConfirmDialog>
    </li>
  );
}

function TagForm({ tag, onDone }: { tag: Tag; onDone: () => void }) {
  const { t } = useTranslation('admin');
  const [name, setName] = useState(tag.name);
  const [tone, setTone] = useState(tag.tone);
  const save = useDeed({ quiet: true, stale: [keys.tags], run: () => server.patch<Tag>(`/tags/${tag.id}`, { name, tone }), onDone });
  return (
    <li>
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <TextInput label={t('tags.name')} required maxLength={NAME_MAX} value={name} error={save.isError ? (fieldErrors(save.error)('name') ?? problemText(save.error)) : undefined} onChange={(event) => setName(event.currentTarget.value)} />
        <ToneChoice tone={tone} onChange={setTone} />
        <div className={classes.row}>
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('back')}
          </Button>
        </div>
      </form>
    </li>
  );
}
