/** Short messages as operators count them: GSM-7 while every sign is in it, else UCS-2; parts are cut where nothing is halved. */

const BASIC = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
/** Signs behind an escape, which count twice. */
const EXTENDED = new Set('\f^{}\\[~]|€');

export type Alphabet = 'gsm7' | 'ucs2';

/** How much fits into a message alone, and into each part of several. */
export const ALONE: Record<Alphabet, number> = { gsm7: 160, ucs2: 70 };
export const JOINED: Record<Alphabet, number> = { gsm7: 153, ucs2: 67 };

export interface SmsSize {
  alphabet: Alphabet;
  units: number;
  parts: number;
  /** How much still fits before another part is paid for. */
  room: number;
}

export function measureSms(text: string): SmsSize {
  const signs = [...text];
  const alphabet = signs.every((sign) => BASIC.has(sign) || EXTENDED.has(sign)) ? 'gsm7' : 'ucs2';
  const width = (sign: string) => (alphabet === 'ucs2' ? sign.length : EXTENDED.has(sign) ? 2 : 1);
  const units = signs.reduce((sum, sign) => sum + width(sign), 0);
  if (units <= ALONE[alphabet]) return { alphabet, units, parts: 1, room: ALONE[alphabet] - units };
  let parts = 1;
  let used = 0;
  for (const sign of signs) {
    if (used + width(sign) > JOINED[alphabet]) {
      parts += 1;
      used = 0;
    }
    used += width(sign);
  }
  return { alphabet, units, parts, room: JOINED[alphabet] - used };
}
