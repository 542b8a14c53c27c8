import { Button, Loader } from '@mantine/core';
import type { Attachment, Mark, Message } from '@otklik/api';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { Attachments } from './attachments';
import { RichText } from './rich-text';
import classes from './bubble.module.css';

interface DeletedMessage {
  text: string;
  marks: Mark[];
  attachments: Attachment[];
}

/** What a deleted message said, for whoever may look: asked for by a press, since every look is written down. */
export default function DeletedBody({ message }: { message: Message }) {
  const { t } = useTranslation('conversation');
  const look = useMutation({ mutationFn: () => server.get<DeletedMessage>(`/conversations/${message.conversation_id}/messages/${message.id}/deleted`), gcTime: 0 });
  if (look.isPending) return <Loader size="xs" aria-label={t('deletedBody.show')} />;
  if (!look.data) {
    return (
      <>
        <Button size="compact-xs" variant="subtle" onClick={() => look.mutate()}>
          {t('deletedBody.show')}
        </Button>
        {look.error ? (
          <p className={classes.deletedLabel} role="alert">
            {problemText(look.error)}
          </p>
        ) : null}
      </>
    );
  }
  const { text, marks, attachments } = look.data;
  return (
    <div role="group" aria-label={t('deletedBody.title')}>
      <Attachments attachments={attachments} kind={message.kind} sticker={null} author={message.author.name} />
      {text ? <RichText text={text} marks={marks} names={[]} /> : null}
      {!text && attachments.length === 0 ? <p className={classes.deletedLabel}>{t('deletedBody.nothing')}</p> : null}
      <Button size="compact-xs" variant="subtle" onClick={() => look.reset()}>
        {t('deletedBody.hide')}
      </Button>
    </div>
  );
}
