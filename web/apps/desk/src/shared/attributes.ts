import type { AttributeKind, AttributeValue, ContactAttribute } from '@otklik/api';
import { dateLabel, type Language } from '@otklik/i18n';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { keys } from './keys';
import { server } from './server';

/** The company's own fields of a customer in their order, the archived ones last. */
export function useAttributes() {
  return useQuery({
    queryKey: keys.attributes,
    queryFn: async () => (await server.get<{ items: ContactAttribute[] }>('/contact-attributes')).items,
    staleTime: Infinity,
  });
}

/** A value as it is read: a figure with its spaces, a day in words, yes or no. */
export function attributeText(kind: AttributeKind, value: AttributeValue | null | undefined, language: Language): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'boolean') return i18next.t(value ? 'contact:yes' : 'contact:no');
  if (typeof value === 'number') return new Intl.NumberFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { maximumFractionDigits: 10 }).format(value);
  const day = kind === 'date' ? new Date(`${value}T12:00:00Z`) : null;
  return day && !Number.isNaN(day.getTime()) ? dateLabel(day, new Date(0), language, 'UTC') : value;
}
