/** The cache of server answers. What is pushed while an answer is on its way is not lost under it: the answer may be older. */
import { hashKey, QueryClient, type InvalidateOptions, type InvalidateQueryFilters, type Query, type QueryKey } from '@tanstack/react-query';

type Change<Data> = (data: Data | undefined) => Data | undefined;

/**
 * Lays a pushed change over a cached answer: at once, and again over the one that is on its way. Doing it twice must change nothing.
 * What was to be asked again still is: the change is a part of what is new, and the library would take the whole for fresh.
 */
export function layOver<Data>(client: QueryClient, queryKey: QueryKey, change: Change<Data>): void {
  const find = () => client.getQueryCache().get(hashKey(queryKey));
  const lay = () => {
    const outdated = find()?.state.isInvalidated === true;
    const before = client.getQueryData<Data>(queryKey);
    const after = change(before);
    if (after === undefined || after === before) return;
    client.setQueryData<Data>(queryKey, after);
    if (outdated) find()?.invalidate();
  };
  lay();
  const query = find();
  if (query) afterAnswer(query, lay);
}

/** Runs when the answer that is on its way has been stored or has failed; never, when none is. */
function afterAnswer(query: Query, deed: () => unknown): void {
  query.promise?.then(deed, deed);
}

export class DeskClient extends QueryClient {
  /** Asks again also for what is being asked for the first time, once that is answered: the library would take that answer for a fresh one. */
  override invalidateQueries<Key extends QueryKey = QueryKey>(filters?: InvalidateQueryFilters<Key>, options?: InvalidateOptions): Promise<void> {
    for (const query of this.getQueryCache().findAll({ ...filters, fetchStatus: 'fetching' })) {
      // One that nobody looks at is asked again only when it is looked at; the answer on its way would call it fresh.
      if (query.state.data === undefined || !query.isActive()) afterAnswer(query, () => super.invalidateQueries({ queryKey: query.queryKey, exact: true }));
    }
    return super.invalidateQueries(filters, options);
  }
}
