import type { Message } from '@otklik/api';
import { Avatar } from '@otklik/ui';
import { IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './cards.module.css';

/** A person's card sent as a message. */
export function NameCard({ card }: { card: NonNullable<Message['card']> }) {
  const { t } = useTranslation('conversation');
  return (
    <div className={classes.card}>
      <Avatar name={card.name} size={36} />
      <div className={classes.words}>
        <strong>{card.name}</strong>
        {card.phone ? <a href={`tel:${card.phone}`}>{card.phone}</a> : null}
        {card.verified ? (
          <span className={classes.verified}>
            <IconRosetteDiscountCheck size={14} stroke={1.8} aria-hidden="true" />
            {t('ownNumber')}
          </span>
        ) : null}
      </div>
    </div>
  );
}
