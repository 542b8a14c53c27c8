import type { AttributeKind, AttributeValue } from '@otklik/api';
import { useMemo } from 'react';
import { attributeText, useAttributes } from '~/shared/attributes';
import { useTalkFields } from '~/shared/closing/asked';
import { useLanguage, useWords } from '~/shared/i18n';

interface FactText {
  label: string;
  text: string;
}

/** What a fact is called and how its value is read; null where there is no such field any more. */
export function useFactText(name: string, value: unknown): FactText | null {
  const t = useWords('inbox');
  const language = useLanguage();
  const field = useOwnField(name);
  if (name === 'topic') return typeof value === 'string' ? { label: t('topic'), text: value } : null;
  return field && { label: field.name, text: attributeText(field.kind, value as AttributeValue, language) };
}

interface OwnField {
  name: string;
  kind: AttributeKind;
}

function useOwnField(name: string): OwnField | null {
  const customers = useAttributes().data;
  const talks = useTalkFields();
  return useMemo(() => {
    const [of, key] = name.split('.');
    const known = of === 'contact' ? customers : of === 'talk' ? talks : [];
    const found = known?.find((one) => one.key === key && !one.archived);
    return found ? { name: found.name, kind: found.kind } : null;
  }, [name, customers, talks]);
}
