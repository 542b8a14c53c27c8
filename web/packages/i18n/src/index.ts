export { bytes, capped, count, numbered } from './amounts';
export * from './time';
