import type { Tag } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { NAME_MAX } from '~/shared/labels';
import { server } from '~/shared/server';
import { TagChip } from '~/shared/tag-chip';
import { EditableRow, RowForm } from '../editable-row';
import { ToneChoice } from './tone-choice';

const stale = [keys.tags];

export function TagRow({ tag }: { tag: Tag }) {
  return (
    <EditableRow words="tags" name={tag.name} path={`/tags/${tag.id}`} stale={stale} form={(onDone) => <TagForm tag={tag} onDone={onDone} />}>
      <TagChip tag={tag} />
    </EditableRow>
  );
}

function TagForm({ tag, onDone }: { tag: Tag; onDone: () => void }) {
  const { t } = useTranslation('admin');
  const [tone, setTone] = useState(tag.tone);
  return (
    <RowForm label={t('tags.name')} maxLength={NAME_MAX} first={tag.name} save={(name) => server.patch<Tag>(`/tags/${tag.id}`, { name, tone })} stale={stale} onDone={onDone}>
      <ToneChoice tone={tone} onChange={setTone} />
    </RowForm>
  );
}
