import type { Conversation } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconLanguage } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { writeDraft } from '~/shared/drafts';
import { originals, useTranslates } from '~/shared/translation';

const TranslateDialog = lazy(() => import('./translate-dialog'));

/** Translates the reply that is being written; what was written before stays beside it, to be taken back. */
export function TranslateButton({ conversation, text }: { conversation: Conversation; text: string }) {
  const { t } = useTranslation('translation');
  const [asked, setAsked] = useState<string | null>(null);
  const possible = useTranslates() && text.trim() !== '';
  const open = () => setAsked(text);
  useAction('composer.translate', open, possible);
  if (!possible && asked === null) return null;
  const take = (translated: string) => {
    originals.set((all) => ({ ...all, [conversation.id]: text }));
    writeDraft(conversation.id, 'reply', { text: translated, other: text });
    setAsked(null);
  };
  return (
    <>
      <IconAction label={t('draft.open')} icon={IconLanguage} onClick={open} />
      <Suspense fallback={null}>{asked === null ? null : <TranslateDialog conversation={conversation} text={asked} onTake={take} onClose={() => setAsked(null)} />}</Suspense>
    </>
  );
}
