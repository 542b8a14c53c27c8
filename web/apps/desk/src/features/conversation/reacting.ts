/** Our reaction on a message: shown at once, put back when the server refuses it. */
import type { Message } from '@otklik/api';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { putMessages } from './live';

export interface Reacting {
  busy: boolean;
  react: (emoji: string | null) => void;
}

export function useReacting(message: Message): Reacting {
  const client = useQueryClient();
  const me = useSession().operator;
  const [busy, setBusy] = useState(false);
  const react = (emoji: string | null) => {
    if (busy) return;
    setBusy(true);
    // Between two versions of the server: newer than what is shown, older than what it answers.
    putMessages(client, [{ ...message, version: message.version + 0.25, own_reaction: { emoji, by: { id: me.id, name: me.name }, state: 'queued', error: null } }]);
    server
      .put<Message>(`/conversations/${message.conversation_id}/messages/${message.id}/reaction`, { emoji })
      .then((changed) => putMessages(client, [changed]))
      .catch((error: unknown) => {
        putMessages(client, [{ ...message, version: message.version + 0.5 }]);
        tellProblem(error);
      })
      .finally(() => setBusy(false));
  };
  return { busy, react };
}
