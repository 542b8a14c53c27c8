import type { Message } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReacting } from '../reacting';
import classes from './reactions.module.css';

const QUICK = 8;

interface ReactionBarProps {
  message: Message;
  emojis: string[];
  onDone: () => void;
}

/** The first of the channel's reactions, and the others behind them; the one that stands already is taken away. */
export default function ReactionBar({ message, emojis, onDone }: ReactionBarProps) {
  const { t } = useTranslation('conversation');
  const [all, setAll] = useState(false);
  const { react } = useReacting(message);
  const present = message.own_reaction?.emoji ?? null;
  const shown = all ? emojis : emojis.slice(0, QUICK);
  const choose = (emoji: string) => {
    react(emoji === present ? null : emoji);
    onDone();
  };
  return (
    <div className={all ? classes.all : classes.quick}>
      {shown.map((emoji) => (
        <button key={emoji} type="button" className={classes.one} aria-pressed={emoji === present} onClick={() => choose(emoji)}>
          {emoji}
        </button>
      ))}
      {!all && emojis.length > QUICK ? <IconAction size={30} label={t('reacting.more')} icon={IconChevronDown} onClick={() => setAll(true)} /> : null}
    </div>
  );
}
