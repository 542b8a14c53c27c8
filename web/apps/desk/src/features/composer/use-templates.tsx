import type { Capabilities, Conversation } from '@otklik/api';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { postMessage } from '~/shared/outbox';
import type { ComposerState } from './use-composer';

const TemplateDialog = lazy(() => import('~/shared/templates/template-dialog'));

export interface TemplateOffer {
  open: () => void;
  dialog: ReactNode;
}

/** Templates of the chosen address; null where its channel has none. */
export function useTemplateOffer(conversation: Conversation, state: ComposerState, capabilities: Capabilities | null): TemplateOffer | null {
  const [asked, setAsked] = useState(false);
  const { identity } = state;
  if (!capabilities?.templates || !identity) return null;
  const dialog = asked ? (
    <Suspense fallback={null}>
      <TemplateDialog
        inbox={identity.inbox_id}
        onClose={() => setAsked(false)}
        onSend={({ choice, file, text }) => {
          setAsked(false);
          postMessage({
            conversation_id: conversation.id,
            uploads: file ? [file] : [],
            quoted: null,
            reads: text,
            message: { kind: 'reply', identity_id: identity.id, template: choice, ...(file && { attachments: [file.id] }) },
          });
        }}
      />
    </Suspense>
  ) : null;
  return { open: () => setAsked(true), dialog };
}
