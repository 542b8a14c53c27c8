/** Shapes of the wire: macros. */
import type { ButtonSketch } from './buttons';
import type { UnresolvedVariable } from './canned';
import type { FieldValue } from './closing';
import type { Priority, SnoozeBack, Upload } from './conversations';

export type MacroScope = 'personal' | 'team' | 'all';
export type MacroVerb = 'reply' | 'canned' | 'note' | 'tag_add' | 'tag_remove' | 'assign' | 'team' | 'priority' | 'snooze' | 'resolve' | 'release';

/** One action; which facts it has depends on the verb. */
export interface MacroAction {
  verb: MacroVerb;
  text?: string;
  response_id?: number | null;
  tag_id?: number | null;
  operator_id?: number | 'me' | null;
  team_id?: number | null;
  priority?: Priority | null;
  minutes?: number | null;
  days?: number | null;
  until_reply?: boolean;
  back?: SnoozeBack;
  reason_id?: number | null;
  topic_id?: number | null;
  /** Values of the fields asked at closing, by their keys. */
  fields?: Record<string, FieldValue>;
}

export interface Macro {
  id: number;
  name: string;
  scope: MacroScope;
  team_id: number | null;
  team_name: string | null;
  actions: MacroAction[];
  uses: number;
  editable: boolean;
  version: number;
}

/** What one action will do or did; `says` holds names and words. */
export interface MacroStep {
  verb: MacroVerb;
  outcome: 'will' | 'nothing' | 'refused' | 'done' | 'undone' | 'kept';
  code: string;
  says: Record<string, string>;
}

export interface MacroPreview {
  macro_id: number;
  steps: MacroStep[];
}

/** Words and files for the reply, to be looked over and sent by hand. */
export interface MacroInsert {
  text: string;
  unresolved: UnresolvedVariable[];
  uploads: Upload[];
  buttons: ButtonSketch[][];
}

export interface MacroRun {
  id: number | null;
  steps: MacroStep[];
  insert: MacroInsert | null;
}
