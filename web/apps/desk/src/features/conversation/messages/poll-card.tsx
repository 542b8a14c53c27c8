import type { Message, Poll } from '@otklik/api';
import { IconChartBar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '~/shared/clock';
import { useLanguage } from '~/shared/i18n';
import { RichText } from './rich-text';
import { votesMoment } from './votes-moment';
import classes from './poll-card.module.css';

const MINUTE = 60_000;

/** A poll as it was when it came: the question, the answers, the votes of then, and when that was. */
export function PollCard({ message, poll }: { message: Message; poll: Poll }) {
  const { t } = useTranslation('conversation');
  const moment = votesMoment(message, new Date(useNow(MINUTE)), useLanguage());
  const facts = [t(poll.quiz ? 'poll.quiz' : poll.multiple ? 'poll.multiple' : 'poll.single'), poll.closed ? t('poll.closed') : '', poll.votes > 0 ? t('poll.votes', { count: poll.votes }) : t('poll.noVotes')];
  return (
    <div className={classes.poll}>
      <span className={classes.head}>
        <IconChartBar size={15} stroke={1.8} aria-hidden="true" />
        {facts.filter(Boolean).join(' · ')}
      </span>
      <RichText text={message.text} marks={[]} />
      <ul className={classes.options}>
        {poll.options.map((option, place) => (
          <li key={place} style={{ backgroundSize: `${poll.votes > 0 ? Math.min(100, Math.round((option.votes / poll.votes) * 100)) : 0}% 100%` }}>
            <span dir="auto">{option.text}</span>
            {poll.votes > 0 ? <span className={classes.count}>{option.votes}</span> : null}
          </li>
        ))}
      </ul>
      {moment ? <span className={classes.moment}>{t('poll.asOf', { moment })}</span> : null}
    </div>
  );
}
