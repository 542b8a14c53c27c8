export type * from './canned';
export type * from './contacts';
export type { Contract } from './contract';
export type * from './conversations';
export type * from './people';
export { Http, type Asking } from './http';
export { Problem, asProblem, type FieldProblem } from './problem';
export { uploadFile } from './upload';
export { uuid7 } from './uuid7';
