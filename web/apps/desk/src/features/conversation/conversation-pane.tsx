import { Button } from '@mantine/core';
import { asProblem, type Conversation } from '@otklik/api';
import { EmptyState } from '@otklik/ui';
import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatch } from '~/shared/link';
import { useKeptTalk } from '~/shared/saved/laying';
import { ConversationHeader } from './header';
import { OfferStrip } from './offer-strip';
import { SavedNote } from './saved-note';
import { Thread } from './thread';
import { useConversation } from './api';
import classes from './pane.module.css';

interface ConversationPaneProps {
  id: number;
  contactOpen: boolean;
  onBack?: (() => void) | undefined;
  onNext: () => void;
  composer: (conversation: Conversation) => ReactNode;
}

export default function ConversationPane({ id, contactOpen, onBack, onNext, composer }: ConversationPaneProps) {
  const { t } = useTranslation('conversation');
  const conversation = useConversation(id);
  useWatch(id);
  useKeptTalk(id);
  // What is on the screen stays there while the server cannot be asked.
  const unreachable = conversation.isError && asProblem(conversation.error).unreachable;
  if (conversation.isError && !(conversation.data && asProblem(conversation.error).transient)) {
    return (
      <section className={classes.pane}>
        <EmptyState drawing={unreachable ? 'plug' : 'search'} title={t(unreachable ? 'notKept' : 'notFound')} hint={t(unreachable ? 'notKeptHint' : 'notFoundHint')} action={<Button variant="default" onClick={() => void conversation.refetch()}>{t('tryAgain')}</Button>} />
      </section>
    );
  }
  return (
    <section className={classes.pane} aria-label={t('pane')}>
      {conversation.data ? <ConversationHeader conversation={conversation.data} contactOpen={contactOpen} onBack={onBack} onNext={onNext} /> : <div className={classes.headerPlace} />}
      <OfferStrip conversation={id} />
      <Thread key={id} id={id} conversation={conversation.data} />
      <SavedNote conversation={id} />
      <Suspense fallback={<div className={classes.composerPlace} data-opening="" />}>{conversation.data ? composer(conversation.data) : <div className={classes.composerPlace} data-opening="" />}</Suspense>
    </section>
  );
}
