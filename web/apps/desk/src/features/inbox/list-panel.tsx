import { Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { EmptyState, IconAction } from '@otklik/ui';
import { IconLayoutSidebar, IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import type { ListFilter } from '~/shared/keys';
import { useConversationList } from './api';
import { ListSkeleton } from './list-skeleton';
import { RowList } from './row-list';
import { useViewTitle } from './views';
import classes from './list.module.css';

interface ListPanelProps {
  filter: ListFilter;
  selected: number | null;
  onSearch: (q: string | undefined) => void;
  onSelect: (id: number) => void;
  /** Opens the drawer with views; absent when the column stands open. */
  onViews?: (() => void) | undefined;
}

export function ListPanel({ filter, selected, onSearch, onSelect, onViews }: ListPanelProps) {
  const { t } = useTranslation('inbox');
  const list = useConversationList(filter);
  const title = useViewTitle(filter.view);
  return (
    <section className={classes.panel} aria-label={t('list')}>
      <header className={classes.header}>
        {onViews ? <IconAction label={t('openViews')} icon={IconLayoutSidebar} onClick={onViews} /> : null}
        <h1 className={`${classes.title ?? ''} truncate`}>{title}</h1>
      </header>
      <SearchField key={filter.view} value={filter.q ?? ''} onSearch={onSearch} />
      {list.isPending ? <ListSkeleton /> : null}
      {list.isError ? (
        <EmptyState drawing="plug" title={t('listFailed')} action={<Button onClick={() => void list.refetch()}>{t('retry')}</Button>} />
      ) : null}
      {list.isSuccess && list.rows.length === 0 ? <EmptyList filter={filter} onSearch={onSearch} /> : null}
      {list.rows.length > 0 ? (
        <RowList
          key={`${filter.view} ${filter.inbox ?? ''} ${filter.q ?? ''}`}
          name={`${filter.view} ${filter.inbox ?? ''} ${filter.q ?? ''}`}
          rows={list.rows}
          view={filter.view}
          selected={selected}
          onSelect={onSelect}
          onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
        />
      ) : null}
    </section>
  );
}

function SearchField({ value, onSearch }: { value: string; onSearch: (q: string | undefined) => void }) {
  const { t } = useTranslation('inbox');
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const search = useDebouncedCallback((q: string) => onSearch(q.trim() || undefined), 250);
  useAction('list.search', () => input.current?.focus());
  const change = (next: string) => {
    setText(next);
    search(next);
  };
  return (
    <div className={classes.search} role="search">
      <TextInput
        ref={input}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          change('');
          event.currentTarget.blur();
        }}
        placeholder={t('search')}
        aria-label={t('search')}
        leftSection={<IconSearch size={16} stroke={1.7} aria-hidden="true" />}
        rightSection={text ? <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => change('')} /> : null}
      />
    </div>
  );
}

function EmptyList({ filter, onSearch }: { filter: ListFilter; onSearch: (q: string | undefined) => void }) {
  const { t } = useTranslation('inbox');
  if (filter.q) {
    return (
      <EmptyState
        drawing="search"
        title={t('empty.search')}
        hint={t('empty.searchHint')}
        action={<Button variant="default" onClick={() => onSearch(undefined)}>{t('clearSearch')}</Button>}
      />
    );
  }
  const calm = filter.view === 'mine' || filter.view === 'waiting' || filter.view === 'unassigned' || filter.view === 'failed' || filter.view === 'drafts';
  const kind = calm ? (filter.view as 'mine') : 'other';
  return <EmptyState drawing={calm ? 'done' : 'tray'} title={t(`empty.${kind}`)} hint={t(`empty.${kind}Hint`)} />;
}
