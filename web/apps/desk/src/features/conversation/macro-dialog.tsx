import type { Conversation } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { MacroChoice } from '~/shared/macro-choice/macro-choice';
import { useRunMacro } from './macro-running';

interface MacroDialogProps {
  conversation: Conversation;
  onClose: () => void;
}

/** A macro for the open conversation. */
export default function MacroDialog({ conversation, onClose }: MacroDialogProps) {
  const { t } = useTranslation('macros');
  const run = useRunMacro(conversation, onClose);
  return <MacroChoice title={t('title')} sample={{ id: conversation.id, version: conversation.version }} running={run.isPending} onRun={run.mutate} onClose={onClose} />;
}
