export { useConversationList, useCounts } from './api';
export { ListPanel } from './list-panel';
export { followLists } from './live';
export { useListFilter } from './look';
export { views } from './views';
export { ViewsPanel } from './views-panel';
