import { asProblem } from '@otklik/api';
import i18next from 'i18next';

/** What the server said about each field of a refused form, as sentences to stand beside the fields. */
export function fieldErrors(error: unknown): (name: string) => string | undefined {
  const said = new Map(error ? asProblem(error).fields.map((one) => [one.field, sentence(one.message)]) : []);
  return (name) => said.get(name);
}

/** Whether the fields say everything, so that nothing is left to tell above the form. */
export function isAboutFields(error: unknown): boolean {
  return asProblem(error).fields.length > 0;
}

function sentence(message: string): string {
  const russian = i18next.language === 'ru';
  const whole = russian || !/^(is|are|has|must|does|may|cannot)\b/.test(message) ? message : `this value ${message}`;
  return whole.charAt(0).toLocaleUpperCase() + whole.slice(1);
}
