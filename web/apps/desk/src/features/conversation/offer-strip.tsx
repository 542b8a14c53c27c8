import { Button } from '@mantine/core';
import { playerTime } from '@otklik/i18n';
import { IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDecision, useOffers } from '~/shared/offers';
import { useSession } from '~/shared/session';
import classes from './transfer.module.css';

/** While a colleague has not answered my offer of this conversation: how long they still may, and a way back. */
export function OfferStrip({ conversation }: { conversation: number }) {
  const { t } = useTranslation('conversation');
  const me = useSession().operator.id;
  const decide = useDecision();
  const offer = useOffers().find((one) => one.conversation_id === conversation && one.giver.id === me);
  if (!offer) return null;
  return (
    <div className={classes.strip}>
      <IconHourglass size={16} stroke={1.8} aria-hidden="true" />
      <span className={classes.name}>{t('offer.waits', { name: offer.receiver.name, time: playerTime(offer.seconds) })}</span>
      <Button size="compact-sm" variant="default" loading={decide.isPending} onClick={() => decide.mutate({ offer: offer.id, verb: 'withdraw' })}>
        {t('offer.takeBack')}
      </Button>
    </div>
  );
}
