import { clockTime } from '@otklik/i18n';
import { IconExternalLink, IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import type { Chat, Hand, PhoneMessage } from './api';
import { BubbleMenu } from './bubble-menu';
import classes from './bubble.module.css';
import { Carried, said } from './carried';
import type { Aim } from './phone';

interface PhoneBubbleProps {
  message: PhoneMessage;
  /** Nothing of the same side follows. */
  last: boolean;
  answered: PhoneMessage | undefined;
  /** The last press of a button under this message. */
  press: Chat['presses'][number] | undefined;
  chat: Chat;
  hand: Hand;
  onAim: (kind: Aim['kind']) => void;
}

export function PhoneBubble({ message, last, answered, press, chat, hand, onAim }: PhoneBubbleProps) {
  const { t } = useTranslation('sandbox');
  const language = useLanguage();
  const given = Object.values(message.reactions).flat();
  const bare = message.kind === 'sticker';
  const shown = { ...(press?.spinning && { spinning: true }) };
  return (
    <div className={classes.message} data-mine={message.mine} data-last={last}>
      <div className={classes.line}>
        <div className={classes.bubble} data-bare={bare}>
          {answered ? (
            <div className={classes.answered}>
              <strong>{t(answered.mine ? 'you' : 'botSaid')}</strong>
              <span className="truncate">{said(answered, t)}</span>
            </div>
          ) : null}
          <Carried message={message} />
          {message.text ? <span className={classes.text}>{message.text}</span> : null}
          <span className={classes.time}>
            {message.edited ? `${t('edited')} ` : ''}
            {clockTime(new Date(message.at * 1000), language)}
          </span>
          {given.length > 0 ? (
            <span className={classes.reactions} aria-label={t('reactions')} role="img">
              {given.join(' ')}
            </span>
          ) : null}
        </div>
        <BubbleMenu chat={chat} message={message} hand={hand} onAim={onAim} />
      </div>
      {message.buttons.length > 0 ? <Keys message={message} hand={hand} {...shown} /> : null}
      {press?.text ? (
        <p className={classes.notice} data-alert={press.alert} role="status">
          {press.text}
        </p>
      ) : null}
    </div>
  );
}

function Keys({ message, hand, spinning = false }: { message: PhoneMessage; hand: Hand; spinning?: boolean }) {
  const press = (row: number, column: number) =>
    hand.mutate(
      { verb: 'press', body: { message: message.id, row, column } },
      { onSuccess: ({ result }) => typeof result === 'string' && /^https?:\/\//.test(result) && window.open(result, '_blank', 'noopener') },
    );
  return (
    <div className={classes.keys}>
      {message.buttons.map((keys, row) => (
        <div key={`${row} ${keys.map((key) => key.text).join('|')}`}>
          {keys.map((key, column) => (
            <button key={key.text} type="button" onClick={() => press(row, column)}>
              <span className="truncate">{key.text}</span>
              {key.url ? <IconExternalLink size={14} stroke={1.8} aria-hidden="true" /> : null}
              {spinning && !key.url ? <IconLoader2 className={classes.spin} size={14} stroke={2} aria-hidden="true" /> : null}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
