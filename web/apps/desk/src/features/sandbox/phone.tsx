import { ActionIcon, Button, Menu } from '@mantine/core';
import { Avatar, Skeleton } from '@otklik/ui';
import { IconBan, IconChecks, IconDotsVertical } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { has, useChat, useFollowing, useHand, type Chat, type Hand, type Person, type PhoneMessage } from './api';
import { PhoneBubble } from './phone-bubble';
import { useEnd } from './use-end';
import classes from './sandbox.module.css';
import { Writing } from './writing';

/** What the next words are for: a new message, an answer, or a change of an old one. */
export interface Aim {
  kind: 'answer' | 'change';
  message: PhoneMessage;
}

export function Phone({ person }: { person: Person }) {
  const { t } = useTranslation('sandbox');
  const chat = useChat(person.id);
  useFollowing(person.id);
  return (
    <section className={classes.glass} aria-label={t('phoneOf', { name: person.name })}>
      {chat.data ? <Talk person={person} chat={chat.data} /> : null}
      {chat.isPending ? (
        <div className={classes.loading} role="status" aria-label={t('loading')}>
          <Skeleton height={36} width="70%" />
          <Skeleton height={36} width="55%" />
        </div>
      ) : null}
      {chat.isError && !chat.data ? (
        <p className={classes.empty} role="alert">
          {problemText(chat.error)}
        </p>
      ) : null}
    </section>
  );
}

function Talk({ person, chat }: { person: Person; chat: Chat }) {
  const { t } = useTranslation('sandbox');
  const hand = useHand(person.id);
  const [aim, setAim] = useState<Aim | null>(null);
  const { blocked, started } = chat;
  return (
    <>
      <Head chat={chat} hand={hand} />
      <Log chat={chat} hand={hand} onAim={setAim} />
      {started && !blocked ? (
        <Writing person={person} chat={chat} hand={hand} aim={aim} onAim={setAim} />
      ) : (
        <div className={classes.begin}>
          {blocked ? <p className={classes.quiet}>{t('blockedHint')}</p> : null}
          <Button fullWidth loading={hand.isPending} onClick={() => hand.mutate(blocked ? { verb: 'unblock' } : { verb: 'start', body: {} })}>
            {t(blocked ? 'unblock' : 'start')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Whether this messenger tells us what has arrived and been read. */
const tells = (chat: Chat) => chat.can?.includes('receive') ?? false;

function Head({ chat, hand }: { chat: Chat; hand: Hand }) {
  const { bot, blocked, started, typing } = chat;
  const { t } = useTranslation('sandbox');
  return (
    <header className={classes.head}>
      <Avatar name={bot.name} size={36} />
      <span className={classes.headWords}>
        <strong className="truncate">{bot.name}</strong>
        <span className={classes.quiet} data-typing={typing !== ''} aria-live="polite">
          {typing ? t('typing') : t('bot')}
        </span>
      </span>
      {started && (has(chat, 'block') || tells(chat)) ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t('chatMenu')}>
              <IconDotsVertical size={18} stroke={1.7} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {tells(chat) ? (
              <Menu.Item leftSection={<IconChecks size={16} stroke={1.7} />} onClick={() => hand.mutate({ verb: 'receive', body: { status: 'read' } })}>
                {t('readAll')}
              </Menu.Item>
            ) : null}
            {has(chat, 'block') ? (
              <Menu.Item {...(!blocked && { color: 'red' })} leftSection={<IconBan size={16} stroke={1.7} />} onClick={() => hand.mutate({ verb: blocked ? 'unblock' : 'block' })}>
                {t(blocked ? 'unblock' : 'block')}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </header>
  );
}

function Log({ chat, hand, onAim }: { chat: Chat; hand: Hand; onAim: (aim: Aim) => void }) {
  const { messages, presses } = chat;
  const { t } = useTranslation('sandbox');
  const { list, onScroll, onGrowth } = useEnd(messages.length);
  const count = messages.length;
  return (
    <div ref={list} className={classes.log} role="log" aria-label={t('messages')} onScroll={onScroll} onLoadCapture={onGrowth}>
      {count === 0 ? <p className={classes.empty}>{t('silence')}</p> : null}
      {messages.map((message, index) => (
        <PhoneBubble
          key={message.id}
          message={message}
          last={messages[index + 1]?.mine !== message.mine}
          answered={messages.find((one) => one.id === message.reply_to)}
          press={presses.findLast((one) => one.message === message.id)}
          chat={chat}
          hand={hand}
          onAim={(kind) => onAim({ kind, message })}
        />
      ))}
    </div>
  );
}
