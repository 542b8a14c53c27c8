/** The blocks of the customer's card below the name, and what they are called. */
import { useTranslation } from 'react-i18next';

export const blockIds = ['talk', 'about', 'identities', 'duplicates', 'notes', 'timeline', 'ratings', 'files', 'visits', 'consents'] as const;

export type BlockId = (typeof blockIds)[number];

/** A block of a newer release is called as the server names it. */
export function useBlockName(): (block: string) => string {
  const { t } = useTranslation('contact');
  return (block) => t(`blocks.names.${block as BlockId}`, { defaultValue: block });
}
