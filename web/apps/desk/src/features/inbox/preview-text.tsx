import type { ConversationRow } from '@otklik/api';
import { languageOf } from '~/shared/customer-language';
import { useWords } from '~/shared/i18n';

/** One line about the last message: its words, or what it is. */
export function PreviewText({ row }: { row: ConversationRow }) {
  const t = useWords('inbox');
  const preview = row.preview;
  if (!preview) return <>{row.subject ?? t('noMessages')}</>;
  const subject = row.subject && preview.kind === 'mail' ? `${row.subject} — ` : '';
  if (!preview.text) return <>{subject + t(`kind.${preview.kind}`)}</>;
  return <span lang={languageOf(preview.text, preview.author === 'contact' ? row.contact.language : '')}>{subject + preview.text}</span>;
}
