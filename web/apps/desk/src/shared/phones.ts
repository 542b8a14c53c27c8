/** Telephone numbers as people type them; the server writes them in one spelling. */

const WRITTEN = /^\+?[\d\s().-]+$/;
/** Beyond the code of a country numbers are compared by these digits. */
const SAME = 10;

export const digitsOf = (text: string) => text.replace(/\D/g, '');

export function isPhone(text: string): boolean {
  const { length } = digitsOf(text);
  return WRITTEN.test(text.trim()) && length >= (text.trim().startsWith('+') ? 7 : 10) && length <= 15;
}

/** Whether two spellings are one number: +7 916 …, 8 916 … and 916 …. */
export function samePhone(a: string, b: string): boolean {
  const [one, other] = [digitsOf(a), digitsOf(b)];
  return one === other || (one.length >= SAME && other.length >= SAME && one.slice(-SAME) === other.slice(-SAME));
}
