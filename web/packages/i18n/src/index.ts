export { bytes, capped, count, numbered, spanOf } from './amounts';
export * from './time';
