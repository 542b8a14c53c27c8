import { queryOptions } from '@tanstack/react-query';
import { loadEmoji } from '~/shared/emoji';

/** They never change while the page is open. */
export const allEmoji = queryOptions({ queryKey: ['emoji'], queryFn: loadEmoji, staleTime: Infinity, gcTime: Infinity });
