export { backoff } from './backoff';
export type * from './frames';
export { LiveSocket, type LinkState, type LiveSocketOptions } from './socket';
