/** What talks to the server, as one file: it comes when there is something to say. */
export { elect } from './leader';
export { Live } from './live';
export { Outbox } from './outbox';
export { describeEntry, describePage, watchPage } from './page';
export { filled, prove } from './proof';
