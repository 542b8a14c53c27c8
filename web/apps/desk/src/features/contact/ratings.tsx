import type { Contact, Rating } from '@otklik/api';
import { dateTimeLabel } from '@otklik/i18n';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { ratingWords } from '~/shared/rating';
import { useRatings } from './api-card';
import classes from './contact.module.css';

/** What the person said of conversations that were closed. */
export function Ratings({ contact, current }: { contact: Contact; current?: number | undefined }) {
  const { t } = useTranslation('contact');
  const { data } = useRatings(contact.id);
  if (!data) return null;
  if (data.length === 0) return <p className={classes.minor}>{t('ratings.none')}</p>;
  return (
    <ul className={classes.list}>
      {data.map((one) => (
        <li key={one.id} className={classes.visit}>
          <RatingLine rating={one} here={one.conversation_id === current} />
        </li>
      ))}
    </ul>
  );
}

function RatingLine({ rating, here }: { rating: Rating; here: boolean }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const words = ratingWords(rating.scale, rating.score, language);
  return (
    <>
      {here ? (
        <span>{words}</span>
      ) : (
        <Link className={classes.way} to="/inbox/$view/$id" params={{ view: 'all', id: String(rating.conversation_id) }}>
          {words}
        </Link>
      )}
      {rating.comment ? <span dir="auto">{rating.comment}</span> : null}
      <span className={classes.minor}>{[here ? t('ratings.here') : '', rating.operator ?? '', dateTimeLabel(new Date(rating.at), new Date(), language)].filter(Boolean).join(' · ')}</span>
    </>
  );
}
