/** The moments an operator is offered for putting a conversation off: a list of their own, or the usual one. */
import { snoozeChoices, type SnoozeChoice } from './snooze-times';
import { readPhrase } from './when/phrase';

export const PRESETS_MAX = 12;
export const PRESET_LENGTH = 60;

/** What the list holds until somebody changes it; `@` marks what is no phrase but one of the usual moments. */
export const USUAL = ['@hour', '@threeHours', '@tonight', '@tomorrow', '@monday'] as const;

export interface Preset {
  /** As it is kept: words, or one of the usual moments. */
  kept: string;
  usual: SnoozeChoice | null;
  /** Null when it cannot be chosen now: this evening late in the evening. */
  at: Date | null;
}

export function readPresets(kept: readonly string[], now: Date): Preset[] {
  const usual = new Map(snoozeChoices(now).map((one) => [one.id, one.at]));
  return (kept.length > 0 ? kept : USUAL).map((one) => {
    const name = usualOf(one);
    const at = name ? (usual.get(name) ?? null) : readPhrase(one, now);
    return { kept: one, usual: name, at: at && at > now ? at : null };
  });
}

/** Those that can be chosen now. */
export function offeredPresets(kept: readonly string[], now: Date): (Preset & { at: Date })[] {
  return readPresets(kept, now).flatMap((one) => (one.at ? [{ ...one, at: one.at }] : []));
}

/** Why words cannot stand in the list; null when they can. */
export function presetFault(kept: readonly string[], words: string, now: Date): 'unclear' | 'twice' | 'tooMany' | null {
  const said = words.trim().toLowerCase();
  if (!readPhrase(said, now)) return 'unclear';
  if (kept.some((one) => one.toLowerCase() === said)) return 'twice';
  return kept.length >= PRESETS_MAX ? 'tooMany' : null;
}

/** The list with one of it moved by a place, or as it is at its ends. */
export function movePreset(kept: readonly string[], from: number, by: 1 | -1): string[] {
  const moved = [...kept];
  const [one] = moved.splice(from, 1);
  const to = from + by;
  if (one === undefined || to < 0 || to >= kept.length) return [...kept];
  moved.splice(to, 0, one);
  return moved;
}

function usualOf(kept: string): SnoozeChoice | null {
  const found = USUAL.find((one) => one === kept);
  return found ? (found.slice(1) as SnoozeChoice) : null;
}
