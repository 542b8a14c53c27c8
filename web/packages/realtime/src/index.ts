export { backoff } from './backoff';
export type * from './frames';
export { Gathering } from './gathering';
export { LiveSocket, type LinkState, type LiveSocketOptions } from './socket';
