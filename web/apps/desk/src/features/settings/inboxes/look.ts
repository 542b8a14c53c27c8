/** How a website chat will look, worked out from the form as the server does: colours, contrast, words. */
import type { Language } from '@otklik/i18n';
import type { Values } from './values';

const COLOUR = /^#[0-9a-f]{6}$/i;
const [BLACK, WHITE] = ['#000000', '#ffffff'];
const DEFAULT_COLOUR = '#4a4fe0';
const OFFSET = 20;
const OFFSET_MAX = 200;
export const READABLE = 4.5;

export interface Paint {
  colour: string;
  ink: string;
}

export const isColour = (text: unknown): text is string => typeof text === 'string' && COLOUR.test(text);

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => linear(Number.parseInt(colour.slice(place, place + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio of WCAG 2.2, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white: the wanted one, or whichever reads better. */
export function pickInk(colour: string, wanted: unknown): string {
  if (wanted === 'white') return WHITE;
  if (wanted === 'black') return BLACK;
  return contrast(colour, BLACK) > contrast(colour, WHITE) ? BLACK : WHITE;
}

export function paintsOf(values: Values): { light: Paint; dark: Paint } {
  const light = isColour(values['colour']) ? values['colour'] : DEFAULT_COLOUR;
  const dark = isColour(values['colour_dark']) ? values['colour_dark'] : light;
  const paint = (colour: string) => ({ colour, ink: pickInk(colour, values['ink']) });
  return { light: paint(light), dark: paint(dark) };
}

/** Cut, not rounded: 4.49 is not said to be 4.5. */
export const shownRatio = ({ colour, ink }: Paint) => Math.floor(contrast(colour, ink) * 10) / 10;

/** Which colours cannot be read with the chosen text on them, and how far they fall short. */
export function unreadable(values: Values): { field: string; ratio: number }[] {
  return ['colour', 'colour_dark'].flatMap((field) => {
    const colour = values[field];
    if (!isColour(colour)) return [];
    const paint = { colour, ink: pickInk(colour, values['ink']) };
    return contrast(paint.colour, paint.ink) < READABLE ? [{ field, ratio: shownRatio(paint) }] : [];
  });
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const wordsOf = (values: Values, name: string) => ({ ru: textOf(values[`${name}_ru`]), en: textOf(values[`${name}_en`]) });

function offsetOf(value: unknown): number {
  return typeof value === 'number' ? Math.min(OFFSET_MAX, Math.max(0, Math.trunc(value))) : OFFSET;
}

function consentOf(values: Values) {
  const { ru, en } = wordsOf(values, 'consent');
  if (!ru && !en) return null;
  return { text: { ru: ru || en, en: en || ru }, url: textOf(values['consent_url']), version: textOf(values['consent_version']) || '1' };
}

function ratingOf(values: Values) {
  const scale = values['rating'];
  if (scale !== 'faces' && scale !== 'thumbs') return null;
  const { ru, en } = wordsOf(values, 'rating');
  return { scale, question: { ru: ru || en, en: en || ru }, comment: values['rating_comment'] !== false };
}

/** The configuration the window would get if the form were saved; `theme` and the company come from outside. */
export function configOf(values: Values, company: string, theme: 'light' | 'dark', logo: string | null = null) {
  const { light, dark } = paintsOf(values);
  const title = wordsOf(values, 'title');
  const alt = wordsOf(values, 'logo_alt');
  const asked = (['name', 'email', 'phone'] as const).map((field) => ({ field, required: values[`ask_${field}`] === 'required', how: values[`ask_${field}`] }));
  return {
    ui: '',
    frame: '',
    greetings: '',
    name: company,
    company,
    title: { ru: title.ru || title.en || company, en: title.en || title.ru || company },
    label: wordsOf(values, 'label'),
    greeting: wordsOf(values, 'greeting'),
    greets: null,
    logo,
    logo_alt: { ru: alt.ru || alt.en || company, en: alt.en || alt.ru || company },
    face: textOf(values['face']),
    ...light,
    dark,
    theme,
    language: 'auto',
    position: values['position'] === 'left' ? 'left' : 'right',
    offset: [offsetOf(values['offset_x']), offsetOf(values['offset_y'])],
    online: true,
    opens: null,
    away: null,
    pre_chat: asked.filter(({ how }) => how === 'optional' || how === 'required').map(({ field, required }) => ({ field, required })),
    consent: consentOf(values),
    limits: { text: 10_000, file_bytes: 20 * 1024 * 1024, files: 10 },
    verified_only: false,
    peeks: values['peeks'] === true,
    rating: ratingOf(values),
  };
}

/** In which language the preview begins. */
export function languageOf(values: Values, desk: Language): Language {
  return values['language'] === 'ru' || values['language'] === 'en' ? values['language'] : desk;
}
