import { ActionIcon, Textarea } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconArrowBackUp, IconCheck, IconPencil, IconSend2, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Chat, Hand, Person } from './api';
import { said } from './carried';
import type { Aim } from './phone';
import classes from './sandbox.module.css';
import { Things } from './things';

interface WritingProps {
  person: Person;
  chat: Chat;
  hand: Hand;
  aim: Aim | null;
  onAim: (aim: Aim | null) => void;
}

export function Writing({ person, chat, hand, aim, onAim }: WritingProps) {
  const { t } = useTranslation('sandbox');
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const [aimed, setAimed] = useState(aim);
  if (aimed !== aim) {
    setAimed(aim);
    if (aim?.kind === 'change') setText(aim.message.text);
    else if (aimed?.kind === 'change') setText('');
  }
  useEffect(() => {
    if (!aim) return;
    // The menu gives the focus back to its button first.
    const later = setTimeout(() => field.current?.focus(), 80);
    return () => clearTimeout(later);
  }, [aim]);
  const say = async () => {
    const words = text.trim();
    if (!words || hand.isPending) return;
    const act = aim?.kind === 'change' ? { verb: 'edit', body: { message: aim.message.id, text: words } } : { verb: 'text', body: { text: words, ...(aim && { reply_to: aim.message.id }) } };
    setText('');
    onAim(null);
    await hand.mutateAsync(act).catch(() => setText(words));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onAim(null);
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void say();
  };
  const changing = aim?.kind === 'change';
  return (
    <form
      className={classes.writing}
      onSubmit={(event) => {
        event.preventDefault();
        void say();
      }}
    >
      {aim ? <AimBar aim={aim} onLeave={() => onAim(null)} /> : null}
      <div className={classes.foot}>
        <Things person={person} chat={chat} hand={hand} replyTo={aim?.kind === 'answer' ? aim.message.id : null} onSent={() => onAim(null)} />
        <Textarea ref={field} className={classes.field} variant="filled" radius={18} autosize minRows={1} maxRows={5} maxLength={4096} aria-label={t('write')} placeholder={t('write')} value={text} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={onKey} />
        <ActionIcon type="submit" variant="filled" color="iris" radius="xl" size={36} aria-label={t(changing ? 'saveChange' : 'send')} disabled={!text.trim()}>
          {changing ? <IconCheck size={18} stroke={2} aria-hidden="true" /> : <IconSend2 size={18} stroke={1.8} aria-hidden="true" />}
        </ActionIcon>
      </div>
      <ReplyKeyboard keyboard={chat.keyboard} hand={hand} />
    </form>
  );
}

function AimBar({ aim, onLeave }: { aim: Aim; onLeave: () => void }) {
  const { t } = useTranslation('sandbox');
  const Glyph = aim.kind === 'change' ? IconPencil : IconArrowBackUp;
  return (
    <div className={classes.aim}>
      <Glyph size={18} stroke={1.7} aria-hidden="true" />
      <span className={classes.headWords}>
        <strong>{t(aim.kind === 'change' ? 'changing' : 'answering')}</strong>
        <span className={`${classes.quiet ?? ''} truncate`}>{said(aim.message, t)}</span>
      </span>
      <IconAction label={t('cancel')} icon={IconX} onClick={onLeave} />
    </div>
  );
}

/** Buttons that the bot put in place of letters. */
function ReplyKeyboard({ keyboard, hand }: { keyboard: Chat['keyboard']; hand: Hand }) {
  const rows = keyboard?.keyboard ?? [];
  if (rows.length === 0) return null;
  const keys = rows.map((row) => row.map((key) => (typeof key === 'string' ? { text: key } : key)));
  return (
    <div className={classes.keyboard}>
      {keys.map((row) => (
        <div key={row.map((key) => key.text).join('|')}>
          {row.map((key) => (
            <button key={key.text} type="button" onClick={() => hand.mutate('request_contact' in key && key.request_contact ? { verb: 'contact', body: {} } : { verb: 'text', body: { text: key.text } })}>
              {key.text}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
