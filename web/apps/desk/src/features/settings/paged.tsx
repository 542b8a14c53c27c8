import { Button } from '@mantine/core';
import type { Page } from '@otklik/api';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from './loaded';
import classes from './parts.module.css';

interface PagedProps<Item> {
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  empty: ReactNode;
  children: (items: Item[]) => ReactNode;
}

/** A list in pages with a button for more. */
export function Paged<Item>({ query, empty, children }: PagedProps<Item>) {
  const { t } = useTranslation('admin');
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return empty;
        return (
          <div className={classes.stack}>
            {children(items)}
            {query.hasNextPage ? (
              <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t('more')}
              </Button>
            ) : null}
          </div>
        );
      }}
    </Loaded>
  );
}
