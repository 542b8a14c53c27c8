import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText, tellProblem } from '~/shared/problem-text';
import { ask, useChat, useFollowing, type Person } from './api';
import { PhoneBubble } from './phone-bubble';
import classes from './sandbox.module.css';
import { Writing } from './writing';

export function Phone({ person }: { person: Person }) {
  const { t } = useTranslation('sandbox');
  const client = useQueryClient();
  const chat = useChat(person.id);
  const end = useRef<HTMLLIElement>(null);
  useFollowing(person.id);
  const act = useMutation({
    mutationFn: ({ verb, body }: { verb: string; body?: unknown }) => ask<{ result: unknown }>('POST', `/people/${person.id}/${verb}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sandbox', 'chat', person.id] }),
    onError: tellProblem,
  });
  const count = chat.data?.messages.length ?? 0;
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [count]);
  if (!chat.data) return <p role="status">{chat.isError ? problemText(chat.error) : t('loading')}</p>;
  const { bot, blocked, started, typing, messages, presses } = chat.data;
  const press = (message: number, row: number, column: number) =>
    act.mutate(
      { verb: 'press', body: { message, row, column } },
      { onSuccess: ({ result }) => typeof result === 'string' && /^https?:\/\//.test(result) && window.open(result, '_blank', 'noopener') },
    );
  return (
    <section className={classes.phone} aria-label={t('phoneOf', { name: person.name })}>
      <header className={classes.head}>
        <span>
          <strong>{bot.name}</strong>
          <span className={classes.quiet} aria-live="polite">
            {typing ? t('typing') : `@${bot.username}`}
          </span>
        </span>
        {started ? (
          <Button variant="subtle" color="gray" onClick={() => act.mutate({ verb: blocked ? 'unblock' : 'block' })}>
            {t(blocked ? 'unblock' : 'block')}
          </Button>
        ) : null}
      </header>
      <ul className={classes.log} role="log" aria-label={t('messages')}>
        {messages.map((message) => (
          <PhoneBubble key={message.id} message={message} answered={messages.find((one) => one.id === message.reply_to)} notice={presses.findLast((one) => one.message === message.id)?.text ?? ''} onPress={(row, column) => press(message.id, row, column)} />
        ))}
        <li ref={end} aria-hidden="true" />
      </ul>
      {started && !blocked ? (
        <Writing person={person.id} busy={act.isPending} onSay={(text) => act.mutateAsync({ verb: 'text', body: { text } })} />
      ) : (
        <div className={`${classes.foot} ${classes.wide}`}>
          <Button loading={act.isPending} onClick={() => act.mutate({ verb: 'start', body: {} })}>
            {t('start')}
          </Button>
        </div>
      )}
    </section>
  );
}
