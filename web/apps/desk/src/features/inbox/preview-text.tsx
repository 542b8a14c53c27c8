import type { ConversationRow } from '@otklik/api';
import { useWords } from '~/shared/i18n';

/** One line about the last message: its words, or what it is. */
export function PreviewText({ row }: { row: ConversationRow }) {
  const t = useWords('inbox');
  const preview = row.preview;
  if (!preview) return <>{row.subject ?? t('noMessages')}</>;
  const subject = row.subject && preview.kind === 'mail' ? `${row.subject} — ` : '';
  return <>{subject + (preview.text || t(`kind.${preview.kind}`))}</>;
}
