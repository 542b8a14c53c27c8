/** Buttons that are being written, in rows: how they are moved, what is wrong with them, what is sent. */
import type { Capabilities, ButtonSketch, MessageButton, NewButton } from '@otklik/api';
import { findPlaces } from '../canned/places';

export type Rows = ButtonSketch[][];

export interface Spot {
  row: number;
  place: number;
}

export type Way = 'left' | 'right' | 'up' | 'down';

/** What a channel can show; without one only what no channel could is wrong. */
export type ButtonLimits = Pick<Capabilities, 'buttons_max' | 'buttons_per_row' | 'button_label_max' | 'text_unit'>;

export type FaultKind = 'noTitle' | 'noUrl' | 'badUrl' | 'twice' | 'tooLong' | 'unfilled' | 'rowTooLong' | 'tooMany';

export interface Fault {
  kind: FaultKind;
  /** Where it is; a fault of all of them is nowhere. */
  spot: Spot | null;
  count: number;
}

export const TITLE_MAX = 200;
const NEW_ANSWER: ButtonSketch = { title: '', payload: '', url: null };

export const countButtons = (rows: Rows) => rows.reduce((sum, row) => sum + row.length, 0);

const tidy = (rows: Rows) => rows.filter((row) => row.length > 0);

/** Puts a button behind the last of a row, or into a row of its own below; tells where it came to stand. */
export function add(rows: Rows, row: number | null): { rows: Rows; spot: Spot } {
  if (row === null || !rows[row]) return { rows: [...rows, [NEW_ANSWER]], spot: { row: rows.length, place: 0 } };
  return { rows: rows.map((one, at) => (at === row ? [...one, NEW_ANSWER] : one)), spot: { row, place: rows[row].length } };
}

export function change(rows: Rows, spot: Spot, part: Partial<ButtonSketch>): Rows {
  return rows.map((row, at) => (at === spot.row ? row.map((one, place) => (place === spot.place ? { ...one, ...part } : one)) : row));
}

export function remove(rows: Rows, spot: Spot): Rows {
  return tidy(rows.map((row, at) => (at === spot.row ? row.filter((_, place) => place !== spot.place) : row)));
}

/** Takes a button from one spot and puts it before what stands at another; behind the last row it begins a new one. */
export function put(rows: Rows, from: Spot, to: Spot): { rows: Rows; spot: Spot } {
  const taken = rows[from.row]?.[from.place];
  if (!taken) return { rows, spot: from };
  const without = rows.map((row, at) => (at === from.row ? row.filter((_, place) => place !== from.place) : row));
  const target = without[to.row] ?? [];
  const place = Math.min(to.place, target.length);
  const laid = [...target.slice(0, place), taken, ...target.slice(place)];
  const all = to.row < without.length ? without.map((row, at) => (at === to.row ? laid : row)) : [...without, laid];
  const gone = all.slice(0, to.row).filter((row) => row.length === 0).length;
  return { rows: tidy(all), spot: { row: Math.min(to.row, all.length - 1) - gone, place } };
}

/** One step; null where there is nowhere to go. Alone in the last row, a button has no row below to begin. */
export function step(rows: Rows, from: Spot, way: Way): { rows: Rows; spot: Spot } | null {
  const row = rows[from.row];
  if (!row) return null;
  if (way === 'left') return from.place > 0 ? put(rows, from, { row: from.row, place: from.place - 1 }) : null;
  if (way === 'right') return from.place < row.length - 1 ? put(rows, from, { row: from.row, place: from.place + 1 }) : null;
  const alone = row.length === 1;
  const next = from.row + (way === 'up' ? -1 : 1);
  if (next < 0) return alone ? null : { rows: [[row[from.place] ?? NEW_ANSWER], ...remove(rows, from)], spot: { row: 0, place: 0 } };
  if (next >= rows.length && alone) return null;
  return put(rows, from, { row: next, place: way === 'up' ? (rows[next]?.length ?? 0) : 0 });
}

const encoder = new TextEncoder();

function lengthOf(text: string, unit: ButtonLimits['text_unit']): number {
  if (unit === 'utf16') return text.length;
  return unit === 'bytes' ? encoder.encode(text).length : [...text].length;
}

const isAddress = (url: string) => /^https?:\/\/\S+$/.test(url) && URL.canParse(url);

/** Everything that would be refused, in the order in which it is read. */
export function faultsOf(rows: Rows, limits: ButtonLimits | null): Fault[] {
  const faults: Fault[] = [];
  const say = (kind: FaultKind, spot: Spot | null, count = 0) => faults.push({ kind, spot, count });
  const shown = limits && limits.buttons_max > 0 ? limits : null;
  if (shown && countButtons(rows) > shown.buttons_max) say('tooMany', null, shown.buttons_max);
  const answers = rows.flat().filter((one) => one.url === null).map(answerOf);
  rows.forEach((row, at) => {
    if (shown && row.length > shown.buttons_per_row) say('rowTooLong', { row: at, place: shown.buttons_per_row }, shown.buttons_per_row);
    row.forEach((one, place) => {
      const spot = { row: at, place };
      if (!one.title.trim()) say('noTitle', spot);
      else if (one.url === null && answers.filter((other) => other === answerOf(one)).length > 1) say('twice', spot);
      // Without a channel it is a canned response, where variables belong.
      if (limits && findPlaces(one.title).length > 0) say('unfilled', spot);
      if (shown?.button_label_max && lengthOf(one.title.trim(), shown.text_unit) > shown.button_label_max) say('tooLong', spot, shown.button_label_max);
      if (one.url !== null && !isAddress(one.url.trim())) say(one.url.trim() ? 'badUrl' : 'noUrl', spot);
    });
  });
  return faults;
}

const answerOf = (one: ButtonSketch) => one.payload || one.title.trim();

export const isAt = (fault: Fault, spot: Spot) => fault.spot?.row === spot.row && fault.spot.place === spot.place;

/** What is sent with a message. */
export function asNew(rows: Rows): NewButton[][] {
  return rows.map((row) => row.map((one) => ({ title: one.title.trim(), ...(one.payload && { payload: one.payload }), ...(one.url !== null && { url: one.url.trim() }) })));
}

/** As they will look under the message. */
export function asShown(rows: Rows | NewButton[][]): MessageButton[][] {
  return rows.map((row) => row.map((one) => ({ title: one.title, payload: null, url: one.url ?? null, pressed: false, pressed_at: null })));
}

/** Buttons of a message, to be written anew. */
export function asSketches(rows: MessageButton[][]): Rows {
  return rows.map((row) => row.map((one) => ({ title: one.title, payload: one.payload && one.payload !== one.title ? one.payload : '', url: one.url ?? null })));
}
