import { Button } from '@mantine/core';
import type { Found, SearchKind } from '@otklik/api';
import { EmptyState, Skeleton } from '@otklik/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { useSearch } from './api';
import { isNarrowed, type Asked } from './asked';
import { ContactResult, MessageResult } from './hits';
import classes from './search.module.css';

interface ResultsProps {
  asked: Asked;
  onKind: (kind: SearchKind) => void;
  onReset: () => void;
}

export function Results({ asked, onKind, onReset }: ResultsProps) {
  const { t } = useTranslation('search');
  const search = useSearch(asked);
  if (!asked.q) return <EmptyState drawing="search" title={t('begin')} hint={t('beginHint')} />;
  if (search.isPending) return <Bones />;
  if (search.isError) {
    return <EmptyState drawing="plug" title={t('failed')} hint={problemText(search.error)} action={<Button onClick={() => void search.refetch()}>{t('retry')}</Button>} />;
  }
  const pages = search.data.pages;
  const [first] = pages;
  const empty = pages.every((page) => page.messages.length + page.files.length + page.contacts.length === 0);
  if (!first || empty) {
    return <EmptyState drawing="search" title={t('nothing')} hint={t('nothingHint')} action={isNarrowed(asked) ? <Button variant="default" onClick={onReset}>{t('resetFilters')}</Button> : undefined} />;
  }
  const all = !asked.kind || asked.kind === 'all';
  const headed = { first, all, onKind };
  return (
    <div className={classes.results} aria-label={t('results')} role="region" aria-busy={search.isFetching}>
      {first.corrected ? (
        <p className={classes.corrected} role="status">
          {t('corrected', { text: first.corrected })}
        </p>
      ) : null}
      <Part kind="contacts" {...headed}>
        {pages.flatMap((page) => page.contacts).map((hit) => <li key={hit.id}><ContactResult hit={hit} /></li>)}
      </Part>
      <Part kind="messages" {...headed}>
        {pages.flatMap((page) => page.messages).map((hit) => <li key={hit.id}><MessageResult hit={hit} /></li>)}
      </Part>
      <Part kind="files" {...headed}>
        {pages.flatMap((page) => page.files).map((hit) => <li key={hit.id}><MessageResult hit={hit} files /></li>)}
      </Part>
      {search.hasNextPage ? (
        <Button variant="default" loading={search.isFetchingNextPage} onClick={() => void search.fetchNextPage()}>
          {t('showMore')}
        </Button>
      ) : null}
    </div>
  );
}

interface PartProps {
  kind: 'messages' | 'contacts' | 'files';
  first: Found;
  all: boolean;
  onKind: (kind: SearchKind) => void;
  children: ReactNode[];
}

/** The results of one kind, with how many there are; of all kinds at once, with the way to the rest. */
function Part({ kind, first, all, onKind, children }: PartProps) {
  const { t } = useTranslation('search');
  if (children.length === 0) return null;
  const many = first.more.includes(kind);
  const total = first.totals[kind] ?? 0;
  return (
    <section>
      <h2 className={classes.part}>
        {t(`kind.${kind}`)}
        {kind === 'contacts' ? null : <span className={classes.total}>{many ? t('more') : total}</span>}
        {all && (many || total > children.length) ? (
          <Button size="compact-xs" variant="subtle" onClick={() => onKind(kind)}>
            {t('showAll')}
          </Button>
        ) : null}
      </h2>
      <ul className={classes.list}>{children}</ul>
    </section>
  );
}

function Bones() {
  return (
    <div className={classes.results} aria-hidden="true">
      {[0, 1, 2, 3, 4].map((one) => (
        <div key={one} className={classes.hit}>
          <Skeleton width={32} height={32} />
          <span className={classes.words}>
            <Skeleton width={160} height={14} />
            <Skeleton width={420} height={14} />
          </span>
        </div>
      ))}
    </div>
  );
}
