import { Button } from '@mantine/core';
import { EmptyState, Skeleton } from '@otklik/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import classes from './parts.module.css';

interface Asked<Data> {
  data: Data | undefined;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

interface LoadedProps<Data> {
  query: Asked<Data>;
  children: (data: Data) => ReactNode;
}

/** The answer when it is there; its outline before; what went wrong, with a way on, otherwise. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  const { t } = useTranslation('admin');
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <EmptyState drawing="plug" title={t('loadFailed')} hint={problemText(query.error)} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>} />;
  return (
    <div className={classes.lines} role="status" aria-label={t('loading')}>
      <Skeleton height={44} />
      <Skeleton height={44} />
      <Skeleton height={44} width="70%" />
    </div>
  );
}
