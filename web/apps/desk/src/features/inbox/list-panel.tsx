import { Button } from '@mantine/core';
import type { ConversationRow, GroupName, SortName } from '@otklik/api';
import { EmptyState, IconAction } from '@otklik/ui';
import { IconEdit, IconLayoutSidebar } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '~/shared/actions';
import type { ListFilter } from '~/shared/keys';
import { useMayStart } from '~/shared/starting';
import { useStore } from '~/shared/store';
import { asked } from './bulk/asking';
import { refused, running } from './bulk/run';
import { chosenIn, selection } from './bulk/selection';
import { useListGroups, useSavedViews } from './api';
import { useFolded } from './grouping/folds';
import { SearchField } from './filters/search-field';
import { groupOf } from './grouping/order';
import { ListSkeleton } from './list-skeleton';
import { shownGroup, useColumns } from './look';
import { RowList } from './row-list';
import { useShownList } from './shown-list';
import { useKnownCount, useViewTitle } from './views';
import classes from './list.module.css';

const BulkBar = lazy(() => import('./bulk/bulk-bar'));
const BulkDialogs = lazy(() => import('./bulk/bulk-dialogs'));
const BulkOutcome = lazy(() => import('./bulk/bulk-outcome'));
const ListMenu = lazy(() => import('./list-menu'));

interface ListPanelProps {
  filter: ListFilter;
  selected: number | null;
  onSearch: (q: string | undefined) => void;
  onSort: (sort: SortName) => void;
  onGroup: (group: GroupName | 'none' | undefined) => void;
  onSelect: (id: number) => void;
  /** Opens the drawer with views; absent when the column stands open. */
  onViews?: (() => void) | undefined;
}

export function ListPanel({ filter, selected, onSearch, onSort, onGroup, onSelect, onViews }: ListPanelProps) {
  const { t } = useTranslation('inbox');
  const { list, problem, shown, name } = useShownList(filter);
  const title = useViewTitle(filter.view);
  const known = useKnownCount(shown);
  const mayStart = useMayStart();
  const columns = useColumns(filter.view);
  const by = shownGroup(shown, useSavedViews());
  const folded = useFolded(shown.view, by);
  const counted = useListGroups(shown, by !== null);
  const allFolded = by !== null && list.rows.length === 0 && (counted?.length ?? 0) > 0;
  return (
    <section className={classes.panel} aria-label={t('list')}>
      <header className={classes.header}>
        {onViews ? <IconAction label={t('openViews')} icon={IconLayoutSidebar} onClick={onViews} /> : null}
        <h1 className={`${classes.title ?? ''} truncate`}>{title}</h1>
        {mayStart ? <ActionButton action="desk.write" icon={IconEdit} compact /> : null}
        <Suspense fallback={null}>
          <ListMenu filter={filter} onSort={onSort} onGroup={onGroup} />
        </Suspense>
      </header>
      <SearchField key={filter.view} value={filter.q ?? ''} problem={problem} onSearch={onSearch} />
      <Bulk name={name} filter={shown} loaded={inSight(list.rows, by, folded)} more={list.hasNextPage} />
      {list.isPending ? <ListSkeleton /> : null}
      {list.isError && !problem && !list.data ? (
        <EmptyState drawing="plug" title={t('listFailed')} action={<Button onClick={() => void list.refetch()}>{t('retry')}</Button>} />
      ) : null}
      {list.data && !problem && list.rows.length === 0 && !allFolded ? <EmptyList filter={filter} onSearch={onSearch} /> : null}
      {list.rows.length > 0 || allFolded ? (
        <RowList
          key={name}
          name={name}
          rows={list.rows}
          view={filter.view}
          selected={selected}
          onSelect={onSelect}
          total={list.hasNextPage ? known : list.rows.length}
          columns={columns}
          grouped={{ by, counted, folded, more: list.hasNextPage, turn: `${shown.folded ?? ''} ${list.isPlaceholderData}` }}
          onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
        />
      ) : null}
    </section>
  );
}

/** What is in folded groups is not chosen with what is seen. */
function inSight(rows: ConversationRow[], by: GroupName | null, folded: ReadonlySet<string>): number[] {
  return rows.flatMap((row) => (by && folded.has(groupOf(row, by).key) ? [] : row.id));
}

interface BulkProps {
  name: string;
  filter: ListFilter;
  loaded: number[];
  more: boolean;
}

/** What concerns many rows, brought when there is some. */
function Bulk({ name, filter, loaded, more }: BulkProps) {
  const chosen = chosenIn(useStore(selection), name).size > 0;
  const goesOn = useStore(running) !== null;
  const questions = useStore(asked) !== null;
  const refusals = useStore(refused) !== null;
  return (
    <Suspense fallback={null}>
      {chosen ? <BulkBar list={name} filter={filter} loaded={loaded} more={more} /> : null}
      {questions ? <BulkDialogs /> : null}
      {goesOn || refusals ? <BulkOutcome /> : null}
    </Suspense>
  );
}

const calmViews = ['mine', 'mentions', 'waiting', 'unassigned', 'failed', 'drafts'] as const;

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
  const kind = calmViews.find((view) => view === filter.view) ?? 'other';
  return <EmptyState drawing={kind === 'other' ? 'tray' : 'done'} title={t(`empty.${kind}`)} hint={t(`empty.${kind}Hint`)} />;
}
