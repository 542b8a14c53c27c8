/** Shapes of the wire: actions on many conversations. */
export interface BulkFailure {
  id: number;
  code: string;
  name: string;
}

/** An action on many conversations: how far it is, what could not be done, whether it can be taken back. */
export interface BulkRun {
  id: number;
  verb: string;
  state: 'running' | 'done';
  total: number;
  done: number;
  changed: number;
  failures: BulkFailure[];
  undoable: boolean;
}
