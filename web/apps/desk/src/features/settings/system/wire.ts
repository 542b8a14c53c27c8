/** Shapes of the wire that only the system page knows. */
export type SystemState = 'green' | 'amber' | 'red';
export type SystemRowId = 'database' | 'room' | 'files' | 'jobs' | 'workers' | 'log' | 'search_index' | 'notifications' | 'sockets' | 'mail' | 'troubles' | 'version' | 'search' | 'durability' | 'roles' | 'keys';
export type Facts = Record<string, number | string>;

export interface SystemRow {
  id: SystemRowId;
  state: SystemState;
  facts: Facts;
  /** What the doctor says is wrong. */
  wrong: string;
  wrong_ru: string;
}

export interface SystemOut {
  version: string;
  schema: string;
  python: string;
  started_at: string;
  rows: SystemRow[];
  tables: { name: string; bytes: number }[];
}

export interface Licence {
  name: string;
  version: string;
  licence: string;
}
