/** How wide the desk's columns are and may be, in pixels. */
import type { Columns } from '@otklik/api';

interface Limits {
  least: number;
  most: number;
  usual: number;
}

export const columnLimits: Record<keyof Columns, Limits> = {
  views: { least: 176, most: 320, usual: 224 },
  list: { least: 288, most: 560, usual: 364 },
  contact: { least: 280, most: 480, usual: 332 },
};

export function fitted(column: keyof Columns, width: number): number {
  const { least, most } = columnLimits[column];
  return Math.round(Math.min(most, Math.max(least, width)));
}

/** What the operator chose, within the limits; 0 is the usual width. */
export function columnWidth(column: keyof Columns, chosen: Columns): number {
  return chosen[column] > 0 ? fitted(column, chosen[column]) : columnLimits[column].usual;
}
