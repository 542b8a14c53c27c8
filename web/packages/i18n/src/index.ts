export { bytes, capped, count } from './amounts';
export * from './time';
