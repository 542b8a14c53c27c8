const LINE = 21;
const SIGNS_A_LINE = 56;
const FRAME = 56;
const LEAST = 96;
const MOST = 460;

/** About how tall a letter is, judged by its plain text. */
export function foldedHeight(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / SIGNS_A_LINE)), 0);
  return Math.min(MOST, Math.max(LEAST, FRAME + lines * LINE));
}
