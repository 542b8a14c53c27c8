/** Shapes of the wire: canned responses. */
import type { ButtonSketch } from './buttons';
import type { Upload } from './conversations';

export type CannedScope = 'personal' | 'team' | 'all';

export interface CannedBrief {
  id: number;
  scope: CannedScope;
  team_id: number | null;
  team_name: string | null;
  folder: string;
  shortcut: string;
  title: string;
  excerpt: string;
  languages: string[];
  files: number;
  favourite: boolean;
  uses: number;
  editable: boolean;
}

export interface CannedVariant {
  language: string;
  text: string;
}

export interface CannedFile {
  id: number;
  kind: Upload['kind'];
  name: string;
  mime: string;
  bytes: number;
  width: number | null;
  height: number | null;
  url: string;
}

export interface CannedResponse extends CannedBrief {
  variants: CannedVariant[];
  attachments: CannedFile[];
  buttons: ButtonSketch[][];
  version: number;
}

/** A variable without a value; the place is counted as strings here are. */
export interface UnresolvedVariable {
  name: string;
  start: number;
  stop: number;
}

export interface RenderedResponse {
  id: number;
  language: string;
  languages: string[];
  text: string;
  unresolved: UnresolvedVariable[];
  attachments: CannedFile[];
  buttons: ButtonSketch[][];
}

export interface InsertedResponse {
  id: number;
  language: string;
  text: string;
  unresolved: UnresolvedVariable[];
  uploads: Upload[];
  buttons: ButtonSketch[][];
}
