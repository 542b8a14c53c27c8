import { useState } from 'react';
import type { ListFilter } from '~/shared/keys';
import { useConversationList } from './api';
import { filterProblem } from './filters/filter-problem';

/** A name for what a list shows: its selection and its place on the screen belong to it. Folding a group leaves it the same list. */
export function listName({ view, inbox, sort, group, q }: ListFilter): string {
  return `${view} ${inbox ?? ''} ${sort ?? ''} ${group ?? ''} ${q ?? ''}`;
}

/** The filter to show: the one asked for, or while it is half typed, the last whole one of the same list. */
export function wholeFilter(asked: ListFilter, wrong: boolean, last: ListFilter): ListFilter {
  const sameList = listName({ ...asked, q: undefined }) === listName({ ...last, q: undefined });
  return wrong && sameList ? last : asked;
}

/** The list that is asked for; while its filter is half typed, what was shown before stays. */
export function useShownList(filter: ListFilter) {
  const asked = useConversationList(filter);
  const problem = asked.isError ? filterProblem(asked.error) : null;
  const [last, setLast] = useState(filter);
  if (asked.isSuccess && !asked.isPlaceholderData && listName(last) !== listName(filter)) setLast(filter);
  const shown = wholeFilter(filter, problem !== null, last);
  const list = useConversationList(shown);
  return { list, problem, shown, name: listName(shown) };
}
