import { Button, TextInput } from '@mantine/core';
import type { Tag } from '@otklik/api';
import { EmptyState, PageHeader, Section } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { NAME_MAX, tagsQuery } from '~/shared/labels';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { TagRow } from './tag-row';
import { ToneChoice } from './tone-choice';

export default function TagsPage() {
  const { t } = useTranslation('admin');
  const tags = useQuery(tagsQuery);
  return (
    <>
      <PageHeader title={t('tags.title')} hint={t('tags.hint')} />
      <Loaded query={tags}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState drawing="tray" title={t('tags.empty')} hint={t('tags.emptyHint')} />
          ) : (
            <ul className={classes.list}>
              {all.map((tag) => (
                <TagRow key={tag.id} tag={tag} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <div style={{ height: 24 }} />
      <Section title={t('tags.new')}>
        <NewTag />
      </Section>
    </>
  );
}

function NewTag() {
  const { t } = useTranslation('admin');
  const sameKey = useIdempotency();
  const [name, setName] = useState('');
  const [tone, setTone] = useState(0);
  const create = useDeed({ quiet: true, stale: [keys.tags], run: () => server.post<Tag>('/tags', { name, tone }, sameKey({ name, tone })), onDone: () => setName('') });
  const error = create.isError ? (fieldErrors(create.error)('name') ?? problemText(create.error)) : undefined;
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(undefined);
      }}
    >
      <TextInput label={t('tags.name')} required withAsterisk={false} maxLength={NAME_MAX} value={name} error={error} onChange={(event) => setName(event.currentTarget.value)} />
      <ToneChoice tone={tone} onChange={setTone} />
      <div className={classes.row}>
        <Button type="submit" loading={create.isPending}>
          {t('tags.create')}
        </Button>
      </div>
    </form>
  );
}
