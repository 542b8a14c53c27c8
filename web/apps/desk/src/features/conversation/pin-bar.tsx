import { IconAction } from '@otklik/ui';
import { dateTimeLabel } from '@otklik/i18n';
import type { PinnedMessage } from '@otklik/api';
import { IconChevronDown, IconChevronUp, IconPin, IconPinnedOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { tellProblem } from '~/shared/problem-text';
import { usePermission } from '~/shared/session';
import { useAuthorName } from './customer-name';
import { useJump } from './jumping';
import { putMessages } from './live';
import { setPinned, usePins } from './pins';
import classes from './pin-bar.module.css';

/** What is pinned, one at a time: a press goes to the message. The last one stands first. */
export function PinBar({ conversation }: { conversation: number }) {
  const pins = usePins(conversation);
  const [chosen, setChosen] = useState<number | null>(null);
  const known = pins.findIndex((one) => one.message_id === chosen);
  const at = known < 0 ? pins.length - 1 : known;
  const pin = pins[at];
  if (!pin) return null;
  return <Bar conversation={conversation} pin={pin} at={at} count={pins.length} onTurn={(by) => setChosen(pins[at + by]?.message_id ?? null)} />;
}

interface BarProps {
  conversation: number;
  pin: PinnedMessage;
  at: number;
  count: number;
  onTurn: (by: 1 | -1) => void;
}

function Bar({ conversation, pin, at, count, onTurn }: BarProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const client = useQueryClient();
  const jump = useJump();
  const author = useAuthorName(pin.author_name);
  const may = usePermission('conversations.reply');
  const unpin = () => {
    setPinned(client, { id: pin.message_id, conversation_id: conversation }, false)
      .then((changed) => putMessages(client, [changed]))
      .catch(tellProblem);
  };
  const who = t('pins.by', { name: pin.by.name, at: dateTimeLabel(new Date(pin.at), new Date(), language) });
  return (
    <section className={classes.bar} aria-label={t('pins.title')}>
      <IconPin className={classes.sign ?? ''} size={16} stroke={1.8} aria-hidden="true" />
      <button type="button" className={classes.words} title={who} onClick={() => jump(pin.message_id, pin.seq)}>
        <span className={classes.head}>
          {author}
          <span className={classes.by}>{who}</span>
        </span>
        <span className={`${classes.text ?? ''} truncate`} dir="auto">
          {pin.text || t(`kind.${pin.kind}`)}
        </span>
      </button>
      {count > 1 ? (
        <>
          <span className={classes.count} role="status">
            {t('pins.place', { at: at + 1, count })}
          </span>
          <IconAction size={28} label={t('pins.earlier')} icon={IconChevronUp} disabled={at === 0} onClick={() => onTurn(-1)} />
          <IconAction size={28} label={t('pins.later')} icon={IconChevronDown} disabled={at === count - 1} onClick={() => onTurn(1)} />
        </>
      ) : null}
      {may ? <IconAction size={28} label={t('pins.unpin')} icon={IconPinnedOff} onClick={unpin} /> : null}
    </section>
  );
}
