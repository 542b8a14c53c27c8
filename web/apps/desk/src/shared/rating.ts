/** A rating in words: the same five faces and two thumbs that the customer saw. */
import type { Language } from '@otklik/i18n';

const FACES: Record<Language, string[]> = {
  ru: ['😡 Ужасно, 1 из 5', '🙁 Плохо, 2 из 5', '😐 Средне, 3 из 5', '🙂 Хорошо, 4 из 5', '😍 Отлично, 5 из 5'],
  en: ['😡 Terrible, 1 of 5', '🙁 Bad, 2 of 5', '😐 So-so, 3 of 5', '🙂 Good, 4 of 5', '😍 Great, 5 of 5'],
};
const THUMBS: Record<Language, [string, string]> = { ru: ['👎 Плохо', '👍 Хорошо'], en: ['👎 Bad', '👍 Good'] };

export function ratingWords(scale: unknown, score: unknown, language: Language): string {
  if (typeof score !== 'number') return '';
  if (scale === 'thumbs') return THUMBS[language][score > 3 ? 1 : 0];
  return FACES[language][score - 1] ?? String(score);
}
