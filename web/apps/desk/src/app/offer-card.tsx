import { Button } from '@mantine/core';
import { playerTime } from '@otklik/i18n';
import { Avatar } from '@otklik/ui';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { runAction, useAction } from '~/shared/actions';
import { useDecision, type OpenOffer } from '~/shared/offers';
import { personName } from '~/shared/person-name';
import classes from './offer-card.module.css';

/** The oldest offer, with the time that is left; the next one comes when this one is decided. */
export default function OfferCard({ offers }: { offers: OpenOffer[] }) {
  const { t } = useTranslation('app');
  const { t: tAction } = useTranslation('actions');
  const navigate = useNavigate();
  const decide = useDecision((done) => done.state === 'accepted' && void navigate({ to: '/inbox/$view/$id', params: { view: 'mine', id: String(done.conversation_id) } }));
  const offer = offers[0];
  useAction('conversation.acceptOffer', () => offer && decide.mutate({ offer: offer.id, verb: 'accept' }));
  useAction('conversation.declineOffer', () => offer && decide.mutate({ offer: offer.id, verb: 'decline' }));
  if (!offer) return null;
  const share = Math.min(1, offer.seconds / ((Date.parse(offer.expires_at) - Date.parse(offer.offered_at)) / 1000));
  return (
    <section className={classes.card} aria-label={t('offer.region')}>
      <div className={classes.head} role="alert" key={offer.id}>
        <Avatar name={offer.giver.name} size={32} />
        <p>
          <strong>{t('offer.from', { giver: offer.giver.name })}</strong>
          <span>{t('offer.with', { contact: personName(offer.contact, offer.channel) })}</span>
        </p>
      </div>
      {offer.note ? <p className={classes.note}>{offer.note}</p> : null}
      <div className={classes.foot}>
        <span className={classes.left}>{t('offer.left', { time: playerTime(offer.seconds) })}</span>
        <Link className={classes.look} to="/inbox/$view/$id" params={{ view: 'all', id: String(offer.conversation_id) }}>
          {t('offer.look')}
        </Link>
      </div>
      <div className={classes.verbs}>
        <Button aria-label={tAction('conversation.acceptOffer')} loading={decide.isPending && decide.variables.verb === 'accept'} disabled={decide.isPending} onClick={() => void runAction('conversation.acceptOffer')}>
          {t('offer.accept')}
        </Button>
        <Button aria-label={tAction('conversation.declineOffer')} variant="default" disabled={decide.isPending} onClick={() => void runAction('conversation.declineOffer')}>
          {t('offer.decline')}
        </Button>
      </div>
      <span className={classes.bar} style={{ transform: `scaleX(${share})` }} aria-hidden="true" />
    </section>
  );
}
